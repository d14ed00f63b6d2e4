// What the browser was told to refuse, found out by asking for it, and narrowed for good.

// Answered by `sw.js` itself and by no server of ours in any other way than with a page that is not there.
const CANARY = "farthing-canary";
// A canary that nobody answers within this time was neither refused nor answered.
const CANARY_PATIENCE_MS = 3_000;
// The first Chromium that has `Connection-Allowlist`.
const CHROMIUM_WITH_ALLOWLIST = 152;
// A service worker that is not at work by then will not be.
const WORKER_PATIENCE_MS = 3_000;
// One reload may be needed until the service worker answers for the document; a second soon after would be a circle.
const RELOAD_AGAIN_MS = 10_000;

const reaches = async (address, options) => {
  // Not within the try: a browser that lacks it has refused nothing.
  const signal = AbortSignal.timeout(CANARY_PATIENCE_MS);
  try {
    await fetch(address, { ...options, signal });
    return true;
  } catch (refused) {
    return refused?.name === "TimeoutError";
  }
};

/** Whether this browser holds the document to `Connection-Allowlist`: `held`, `absent` or `unsupported`. */
export async function allowlist() {
  // Refused and offline look alike; what lies in the cache is answered offline, too, and refused under the allowlist.
  const out = await Promise.all([
    reaches(new URL(CANARY, location.href), { cache: "no-store" }),
    reaches(location.href.split("#")[0], { cache: "force-cache" }),
  ]);
  if (!hasAllowlist()) return "unsupported";
  return out.includes(true) ? "absent" : "held";
}

function hasAllowlist() {
  const brands = navigator.userAgentData?.brands ?? [];
  const brand = brands.find(({ brand }) => brand === "Chromium")?.version ?? /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1];
  return Number(brand) >= CHROMIUM_WITH_ALLOWLIST;
}

/** Has `sw.js` add the header and loads this document again; `false` where that is of no use. */
export async function sealByServiceWorker(trusted) {
  const again = history.state?.farthing ?? 0;
  if (!navigator.serviceWorker || Date.now() - again < RELOAD_AGAIN_MS) return false;
  try {
    await navigator.serviceWorker.register(trusted.createScriptURL("sw.js"), { scope: "./" });
    const late = new Promise((_, fail) => { setTimeout(fail, WORKER_PATIENCE_MS); });
    await Promise.race([navigator.serviceWorker.ready, late]);
  } catch {
    return false;
  }
  history.replaceState({ farthing: Date.now() }, "");
  location.reload();
  return true;
}

/** Takes the network away from this document, for good: policies add up and the strictest counts. */
export function narrow() {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = "connect-src 'none'; worker-src blob:";
  document.head.append(meta);
}

/** Whether nothing is stored at this address. A store that the browser refuses to open keeps nothing. */
export async function keepsNothing() {
  const counts = await Promise.all([
    () => localStorage.length,
    () => sessionStorage.length,
    () => document.cookie.length,
    async () => (await indexedDB.databases()).length,
    async () => (await caches.keys()).length,
    async () => (await navigator.storageBuckets.keys()).length,
    async () => ((await (await navigator.storage.getDirectory()).keys().next()).done ? 0 : 1),
  ].map(async (count) => {
    try { return await count(); } catch { return 0; }
  }));
  return counts.every((count) => count === 0);
}
