// What the page that embeds the widget can see of the frames in it. No policy takes `postMessage` from a window, and the
// number of frames, the length of the history and how far the page is scrolled are in common: the ways in `KNOWN` are measured and listed, not promised.
export const host = {
  "message to the top": (w) => top.postMessage(w.word, "*"),
  "message to every ancestor": (w) => { for (let at = window; at !== at.parent; at = at.parent) at.parent.postMessage(w.word, "*"); },
  "message to the opener": (w) => { (opener ?? top.opener).postMessage(w.word, "*"); },
  "count of frames": (w) => { for (let nth = 0; nth < 9; nth += 1) w.frame({}); },
  "length of the history": (w) => { for (let nth = 0; nth < 3; nth += 1) history.pushState(nth, ""); void w; },
  "fragments in the history": (w) => { location.hash = "a"; void w; },
  "scroll of the page around": (w) => { const far = w.make("div", { style: "position:absolute;bottom:0;height:1px;width:1px" }); far.scrollIntoView({ block: "end" }); },
  "fragment of the top": (w) => { top.location.hash = w.word; },
  "name of the top": (w) => { top.name = w.word; },
  "message that looks like the widget's": (w) => { for (const type of ["ready", "resize", "answer", "error"]) parent.postMessage({ farthing: 1, type, body: { text: w.word, height: w.word, code: w.word, id: w.word, consent: w.word } }, "*"); },
  // The view's own line to the airlock, which stands between it and the page around. The control has none.
  "line, a size that is a word": (w) => globalThis.farthing.line.postMessage({ type: "resize", height: w.word }),
  "line, a text that nobody agreed to share": (w) => globalThis.farthing.line.postMessage({ type: "share", id: null, text: w.word }),
  "line, messages as the airlock sends them": (w) => {
    for (const type of ["ready", "resize", "ack", "error", "answer"]) {
      globalThis.farthing.line.postMessage({ type, id: null, consent: w.word, text: w.word, height: w.word, code: w.word, seal: w.word, body: { text: w.word } });
    }
  },
  "line, more sizes than anyone needs": (w) => { for (let nth = 0; nth < 200; nth += 1) globalThis.farthing.line.postMessage({ type: "resize", height: nth % 2 ? 320 : 480 }); void w; },
  "line, sizes as letters": (w) => { for (const letter of w.word) globalThis.farthing.line.postMessage({ type: "resize", height: letter.charCodeAt(0) }); },
};

/**
 * Ways that no policy takes away: those that any window has to signal to the page around, and for the worker, which
 * keeps what is stored, what it leaves for another page of our own origin. That page is sealed as this one is, as long
 * as every response carries the headers.
 */
export const KNOWN = ["message from view", "count of frames", "count of history", "count of scroll"];
