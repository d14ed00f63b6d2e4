// Links of every relation, and what tells the browser to look ahead.
const relation = (rel, more = "{}") => new Function("w", `return w.head("link", { rel: ${JSON.stringify(rel)}, href: w.away(), ...${more} })`);
const ours = (rel, more = "{}") => new Function("w", `return w.head("link", { rel: ${JSON.stringify(rel)}, href: w.own(), ...${more} })`);

export const links = {
  "link stylesheet": relation("stylesheet"),
  "link stylesheet, our server": ours("stylesheet"),
  "link stylesheet, alternate": relation("alternate stylesheet", "{ title: 'other' }"),
  "link stylesheet, for print": relation("stylesheet", "{ media: 'print' }"),
  "link preload of a script": relation("preload", "{ as: 'script' }"),
  "link preload of a style": ours("preload", "{ as: 'style' }"),
  "link preload of an image": relation("preload", "{ as: 'image' }"),
  "link preload of an image set": (w) => w.head("link", { rel: "preload", as: "image", imagesrcset: `${w.away()} 1x`, imagesizes: "1px" }),
  "link preload of a font": relation("preload", "{ as: 'font', crossorigin: '' }"),
  "link preload to be fetched": ours("preload", "{ as: 'fetch', crossorigin: '' }"),
  "link preload of a track": relation("preload", "{ as: 'track' }"),
  "link modulepreload": relation("modulepreload"),
  "link modulepreload, our server": ours("modulepreload"),
  "link prefetch": relation("prefetch"),
  "link prefetch, our server": ours("prefetch"),
  "link prerender": relation("prerender"),
  "link dns-prefetch": relation("dns-prefetch"),
  "link preconnect": relation("preconnect"),
  "link preconnect, anonymous": relation("preconnect", "{ crossorigin: '' }"),
  "link preconnect, TLS": (w) => w.head("link", { rel: "preconnect", href: w.awayTls() }),
  "link preconnect to an address": (w) => w.head("link", { rel: "preconnect", href: `http://${w.address}/` }),
  "link icon": relation("icon"),
  "link icon, our server": ours("shortcut icon"),
  "link apple-touch-icon": relation("apple-touch-icon"),
  "link mask-icon": relation("mask-icon"),
  "link manifest": relation("manifest"),
  "link manifest, our server": ours("manifest"),
  "link import": relation("import"),
  "link compression-dictionary": ours("compression-dictionary"),
  "link next": relation("next"),
  "link search": relation("search", "{ type: 'application/opensearchdescription+xml' }"),
  "link pingback": relation("pingback"),
  "link payment": relation("facilitated-payment"),
  "link alternate feed": relation("alternate", "{ type: 'application/rss+xml' }"),
  "link of another relation": relation("canonical"),
  "link that blocks": relation("expect"),
  "link changed later": async (w) => {
    const link = w.head("link", { rel: "canonical", href: w.away() });
    await w.sleep(50);
    link.rel = "stylesheet";
  },
  "rules to prefetch": (w) => w.head("script", { type: "speculationrules", text: JSON.stringify({ prefetch: [{ source: "list", urls: [w.own()] }] }) }),
  "rules to prefetch elsewhere": (w) => w.head("script", { type: "speculationrules", text: JSON.stringify({ prefetch: [{ source: "list", urls: [w.awayTls()], eagerness: "immediate" }] }) }),
  "rules to prerender": (w) => w.head("script", { type: "speculationrules", text: JSON.stringify({ prerender: [{ source: "list", urls: [w.own()] }] }) }),
  "rules for what is pressed": (w) => {
    w.head("script", { type: "speculationrules", text: JSON.stringify({ prefetch: [{ source: "document", where: { href_matches: "/*" }, eagerness: "conservative" }] }) });
    const link = w.cover(w.make("a", { href: w.own(), text: "bait" }));
    link.addEventListener("click", (event) => event.preventDefault());
  },
  "names looked up ahead": (w) => {
    w.head("meta", { "http-equiv": "x-dns-prefetch-control", content: "on" });
    w.make("a", { href: w.away(), text: "bait" });
  },
  "hover over a link": (w) => { w.cover(w.make("a", { href: w.away(), text: "bait" })).addEventListener("click", (event) => event.preventDefault()); },
};
