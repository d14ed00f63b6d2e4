// Documents inside the document, each of which might be under a looser rule than the one that made it.

export const frames = {
  "frame": (w) => w.frame({ src: w.away() }),
  "frame, our server": (w) => w.frame({ src: w.own() }),
  "frame, lazy": (w) => w.frame({ loading: "lazy", src: w.away() }),
  "frame without credentials": (w) => w.frame({ credentialless: "", src: w.away() }),
  "frame with a sandbox of its own": (w) => w.frame({ sandbox: "allow-scripts allow-same-origin allow-top-navigation allow-popups allow-forms", src: w.own() }),
  "frame with a policy of its own": (w) => w.frame({ csp: "default-src *", src: w.away() }),
  "frame that stays at our page": (w) => w.frame({ src: w.ownPage(`embed.html?${w.word}`) }),
  "frame that stays at our page's fragment": (w) => w.frame({ src: w.ownPage(`take/page#${w.word}`), name: w.word }),
  "frame moved by script": async (w) => { const frame = w.frame({}); await w.sleep(50); frame.contentWindow.location = w.away(); },
  "frame moved by a link": (w) => { w.frame({ name: "inner" }); w.make("a", { href: w.away(), target: "inner" }).click(); },
  "frame moved by a form": (w) => { w.frame({ name: "inner" }); w.make("form", { action: w.own(), target: "inner", method: "post" }).submit(); },
  "frame of javascript": (w) => w.frame({ src: `javascript:fetch(${JSON.stringify(w.own())})` }),
  "frame of data with a picture": (w) => w.frame({ src: w.data(`<img src="${w.away()}">`, "text/html") }),
  "frame of data that looks names up": (w) => w.frame({ src: w.data(`<link rel="dns-prefetch" href="${w.away()}"><link rel="preconnect" href="${w.away()}">`, "text/html") }),
  "frame of data with script": (w) => w.frame({ src: w.data(`<script>fetch(${JSON.stringify(w.away())},{mode:"no-cors"})</script>`, "text/html") }),
  "frame of a blob with script": (w) => w.frame({ src: w.blob(`<script>fetch(${JSON.stringify(w.own())})</script>`, "text/html") }),
  "frame of a blob that moves itself": (w) => w.frame({ src: w.blob(`<meta http-equiv="refresh" content="0;url=${w.away()}">`, "text/html") }),
  "frame of srcdoc with a picture": (w) => w.frame({ srcdoc: `<img src="${w.away()}">` }),
  "frame of srcdoc with script": (w) => w.frame({ srcdoc: `<script>fetch(${JSON.stringify(w.own())})</script>` }),
  "frame of srcdoc that moves itself": (w) => w.frame({ srcdoc: `<meta http-equiv="refresh" content="0;url=${w.away()}">` }),
  "frame that is empty, its fetch": (w) => w.frame({}).contentWindow.fetch(w.own()),
  "frame that is empty, its socket": (w) => { const frame = w.frame({}); globalThis.held = new frame.contentWindow.WebSocket(w.awaySocket()); },
  "frame that is empty, its picture": (w) => { const { contentDocument: page } = w.frame({}); page.body.append(Object.assign(page.createElement("img"), { src: w.away() })); },
  "frame that is empty, its open": (w) => w.frame({}).contentWindow.open(w.away()),
  "frame that is empty, its beacon": (w) => w.frame({}).contentWindow.navigator.sendBeacon(w.own(), w.word),
  "frame that is empty, its peer connection": async (w) => {
    const Peer = w.frame({}).contentWindow.RTCPeerConnection;
    globalThis.held = new Peer({ iceServers: [{ urls: `stun:${w.name}:3478` }] });
    held.createDataChannel("x");
    await held.setLocalDescription(await held.createOffer());
  },
  "frame that is empty, its worker": (w) => { const { Worker } = w.frame({}).contentWindow; globalThis.held = new Worker(w.data(`fetch(${JSON.stringify(w.away())},{mode:"no-cors"})`)); },
  "frame written to": (w) => { const { contentDocument: page } = w.frame({}); page.open(); page.write(`<img src="${w.away()}">`); page.close(); },
  "frame in a sandbox, then srcdoc": async (w) => { const frame = w.frame({ sandbox: "allow-scripts" }); await w.sleep(50); frame.setAttribute("srcdoc", `<script>fetch(${JSON.stringify(w.away())},{mode:"no-cors"})</script>`); },
  "frame before scripts of ours run": (w) => { const frame = document.createElement("iframe"); document.documentElement.append(frame); return frame.contentWindow.fetch(w.away(), { mode: "no-cors" }); },
  "frame set": (w) => { const set = w.make("frameset", { cols: "50%,50%" }, document.documentElement); w.make("frame", { src: w.away() }, set); },
  "frame in an object": (w) => w.make("object", { data: w.data(`<img src="${w.away()}">`, "text/html"), type: "text/html" }),
  "frame as XML with an entity": (w) => w.frame({ src: w.blob(`<?xml version="1.0"?><!DOCTYPE html SYSTEM "${w.own(".dtd")}"><html xmlns="http://www.w3.org/1999/xhtml"><body><img src="${w.own()}"/></body></html>`, "application/xhtml+xml") }),
  "frame as XML with a style sheet": (w) => w.frame({ src: w.blob(`<?xml version="1.0"?><?xml-stylesheet type="text/css" href="${w.own(".css")}"?><page/>`, "text/xml") }),
  "frame as XML that is transformed": (w) => w.frame({ src: w.blob(`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${w.own(".xsl")}"?><page/>`, "text/xml") }),
  "transformation that fetches": (w) => {
    const sheet = new DOMParser().parseFromString(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><o><xsl:copy-of select="document('${w.own(".xml")}')"/></o></xsl:template></xsl:stylesheet>`, "text/xml");
    const transformer = new XSLTProcessor();
    transformer.importStylesheet(sheet);
    document.body.append(transformer.transformToFragment(new DOMParser().parseFromString("<a/>", "text/xml"), document));
  },
  "transformation that includes": (w) => {
    const sheet = new DOMParser().parseFromString(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:include href="${w.own(".xsl")}"/></xsl:stylesheet>`, "text/xml");
    new XSLTProcessor().importStylesheet(sheet);
  },
  "document that is parsed": (w) => { const page = new DOMParser().parseFromString(`<img src="${w.away()}"><link rel="preconnect" href="${w.away()}">`, "text/html"); document.body.append(document.adoptNode(page.body.firstChild)); },
  "document that is parsed unsafely": (w) => { const page = Document.parseHTMLUnsafe(`<img src="${w.away()}">`); document.body.append(document.adoptNode(page.body.firstChild)); },
  "picture in picture": async (w) => {
    const small = await documentPictureInPicture.requestWindow();
    small.document.body.append(Object.assign(small.document.createElement("img"), { src: w.away() }));
  },
};
