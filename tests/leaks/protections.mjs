// Every protection, how it is taken away, and the tests that must then go red.
//
// `edits` are what `reseal` takes; `headers` drops or changes headers of the response (`null` for all of them); `tries` are
// vectors by the place they are tried in, `boot` is what the page must say to the page around once it has checked itself.

const HEADER = "connection-allowlist";
const NO_PRELUDE = [[/try\{delete \w+\[\w+\]\}catch\{\}/, ""], [/Object\.defineProperty\(\w+,\w+,\{value:void 0,writable:!1,configurable:!1\}\)/, "0"]];
const OPEN_FRAME = [['sandbox="allow-scripts"', 'sandbox="allow-scripts allow-forms allow-popups allow-top-navigation allow-modals"']];
const NARROWED = "connect-src 'none'; worker-src blob:";
/** The same narrowing, but a second after the worker was asked for: its policy is the one of when its script was read. */
const LATE = [
  [/(\w+)\.content="connect-src 'none'; worker-src blob:",document\.head\.append\(\1\)/, (whole, meta) => `globalThis.late=()=>{${meta}.content="${NARROWED}",document.head.append(${meta})}`],
  [/let (\w+)=\w+=new Worker\([^;]*;/, (whole) => `${whole}setTimeout(late,1000);`],
];
const WORKER = { "worker, no headers": ["fetch to our server", "WebSocket to our server", "EventSource to our server", "worker of a blob, its fetch"] };
const REQUESTS = { framed: ["img", "background-image", "video", "link preload of an image", "font", "script src"] };
const LINES = ["line, a size that is a word", "line, messages as the airlock sends them"];

/** What the page says where all is in place. */
const WHOLE = "ready whole";
const REFUSED = "error not-sealed";

export const PROTECTIONS = [
  { name: "nothing", tries: { ...REQUESTS, ...WORKER }, boot: WHOLE, green: true },
  { name: "Connection-Allowlist", headers: { [HEADER]: undefined }, tries: { framed: ["link dns-prefetch", "link preconnect", "location", "location, our server"] }, boot: WHOLE },
  { name: "the policy, by meta and by header", headers: { "content-security-policy": undefined }, edits: { policy: [[/^.*$/, ""]] }, tries: REQUESTS, boot: WHOLE, note: "nothing leaves, Connection-Allowlist stands behind it; the page finds out and takes no file" },
  { name: "the policy and Connection-Allowlist", headers: null, edits: { policy: [[/^.*$/, ""]] }, tries: REQUESTS, boot: WHOLE },
  { name: "img-src, with Connection-Allowlist", headers: null, edits: { policy: [["img-src data: blob:", "img-src *"]] }, tries: { framed: ["img", "background-image", "svg image"] } },
  { name: "style-src, with Connection-Allowlist", headers: null, edits: { policy: [["style-src ", "style-src * "]] }, tries: { framed: ["link stylesheet", "link stylesheet, our server"] } },
  { name: "script-src, with Connection-Allowlist and Trusted Types", headers: null, edits: { policy: [["script-src ", "script-src * "], ["; require-trusted-types-for 'script'; trusted-types farthing", ""]], view: [["trusted-types 'none'; require-trusted-types-for 'script'; ", ""]] }, tries: { framed: ["script src", "import of our server's module"] } },
  { name: "default-src (fonts, media), with Connection-Allowlist", headers: null, edits: { policy: [["default-src 'none'", "default-src 'none'; font-src *; media-src *; manifest-src *"]] }, tries: { framed: ["font", "video", "audio"] } },
  { name: "frame-src, with Connection-Allowlist", headers: null, edits: { policy: [["frame-src 'none'", "frame-src *"]] }, tries: { framed: ["frame", "frame, our server", "location"] } },
  { name: "Trusted Types, with img-src and Connection-Allowlist", headers: null, edits: { policy: [["; require-trusted-types-for 'script'; trusted-types farthing", ""], ["img-src data: blob:", "img-src *"]], view: [["trusted-types 'none'; require-trusted-types-for 'script'; ", ""]] }, tries: { framed: ["script by innerHTML"] } },
  { name: "the narrowing to connect-src 'none'", headers: null, edits: { airlock: [[NARROWED, "worker-src blob:"]] }, tries: WORKER, green: true, note: "green: the lockdown of the worker stands behind it" },
  { name: "the lockdown of the worker, on a server without headers", headers: null, edits: { engine: NO_PRELUDE }, tries: WORKER, green: true, note: "green: the narrowing stands behind it" },
  { name: "the narrowing and the lockdown of the worker", headers: null, edits: { airlock: [[NARROWED, "worker-src blob:"]], engine: NO_PRELUDE }, tries: WORKER },
  { name: "the order (the worker made before the narrowing) and the lockdown of the worker", headers: null, edits: { airlock: LATE, engine: NO_PRELUDE }, tries: WORKER },
  { name: "the opaque origin of the view", edits: { airlock: [['sandbox="allow-scripts"', 'sandbox="allow-scripts allow-same-origin"']] }, tries: { framed: ["localStorage of the parent"] } },
  { name: "the sandbox against navigation and windows, with Connection-Allowlist", headers: null, edits: { airlock: OPEN_FRAME }, tries: { framed: ["link into the top", "link into a new window", "top.location"] } },
  { name: "form-action and the sandbox against forms, with Connection-Allowlist", headers: null, edits: { airlock: OPEN_FRAME, policy: [["form-action 'none'", "form-action *"]] }, tries: { framed: ["form into the top", "form into a new window"] } },
  { name: "the lockdown of the view", edits: { view: NO_PRELUDE }, tries: { framed: ["STUN, word in the name", "STUN at an address"] }, green: true, note: "green: Connection-Allowlist stands behind it" },
  { name: "the lockdown of the view, with Connection-Allowlist", headers: null, edits: { view: NO_PRELUDE }, tries: { framed: ["STUN, word in the name", "STUN at an address", "TURN over UDP"] } },
  { name: "the keeping of presses in the view", edits: { view: [[/\w+\("click",\w+\)/, "0"]] }, tries: { framed: ["link pressed, holding Alt"] } },
  { name: "nothing, of a document that was tampered with", edits: { tamper: true }, boot: "error not-loaded", green: true },
  { name: "the digests of the parts, of a document that was tampered with", edits: { tamper: true, airlock: [[/!==\w+\[\w+\]\)throw/, "===0)throw"]] }, boot: "error not-loaded" },
  { name: "nothing, on a server without headers or sw.js", headers: null, boot: REFUSED, green: true },
  { name: "the canary, on a server without headers or sw.js", headers: null, edits: { airlock: [[/\w+\.includes\(!0\)\?"absent":"held"/, '"held"']] }, boot: REFUSED },
  { name: "nothing, of a document without its policy", headers: { "content-security-policy": undefined }, edits: { policy: [[/^.*$/, ""]] }, boot: REFUSED, green: true },
  { name: "the engine's own tries, of a document without its policy", headers: { "content-security-policy": undefined }, edits: { policy: [[/^.*$/, ""]], airlock: [[/\w+\.tried\.refused===\w+\.tried\.ways/, "!0"]] }, boot: REFUSED },
  { name: "the filter from the view", edits: { airlock: [[/return (\w+)\?\1\((\w+)\)\?\?(\w+)\("view","body"\):\3\("view","type"\)/, (whole, table, data) => `return ${data}`]] }, tries: { framed: LINES }, green: true, note: "green: the filter to the page around stands behind it" },
  { name: "the filter to the page around", edits: { airlock: [[/let (\w+)=(\w+)\((\w+)\);return \1\?\{farthing:1,type/, (whole, made, schema, body) => `let ${made}=${body};return ${made}?{farthing:1,type`]] }, tries: { framed: LINES }, green: true, note: "green: the filter from the view stands behind it" },
  { name: "both filters", edits: { airlock: [
    [/return (\w+)\?\1\((\w+)\)\?\?(\w+)\("view","body"\):\3\("view","type"\)/, (whole, table, data) => `return ${data}`],
    [/let (\w+)=(\w+)\((\w+)\);return \1\?\{farthing:1,type/, (whole, made, schema, body) => `let ${made}=${body};return ${made}?{farthing:1,type`],
  ] }, tries: { framed: LINES } },
  { name: "the rate budget", edits: { airlock: [[/return this\.#\w+\[\w+\]\.take\(\w+,performance\.now\(\)\)/, "return!0"]] }, tries: { framed: ["line, more sizes than anyone needs"] } },
];
