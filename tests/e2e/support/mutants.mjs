// What the consent sheet would be without each of its protections, and which of its tests has to notice.

/** The protection, the test that must turn red, its source and what takes its place. */
export const MUTANTS = [
  ["the half second", "shows the words", "export const WATCH_MS = 500", "export const WATCH_MS = 0"],
  ["uncovered", "stays inert while", "(!watched || isVisible)", "true"],
  ["the number that was read", "a frame that the host masks", "awake = typed && since", "awake = since"],
  ["the height of a frame alone", "a frame of any height", "if (window.innerHeight < ROOM_PX) tight();", "if (dialog.scrollHeight > dialog.clientHeight + 1) tight();"],
  ["the sheet that is empty when it opens", "a frame of any height", ["  dialog.showModal();\n", "  title.focus({ preventScroll: true });"], ["", "  dialog.showModal();\n  title.focus({ preventScroll: true });"]],
  ["whole", "where the browser cannot tell", "isIntersecting && intersectionRatio >= WHOLE", "isIntersecting"],
  ["every part", "an overlay that comes", "const parts = [title, asked, gets, quote, yes]", "const parts = [yes]"],
  ["the moment after the click", "an overlay that comes", "export const SETTLE_MS = 250", "export const SETTLE_MS = -1"],
  ["the mouse's rest", "a frame that is moved", "export const REST_MS = 100", "export const REST_MS = -1"],
  ["the silence of a frame that is not drawn", "a frame that was not drawn", "export const GAP_MS = 250", "export const GAP_MS = Infinity"],
  ["a person's click", "clicks and keys that no person", "event.isTrusted && awake", "awake"],
  ["the forgetting of a click", "an overlay that comes", "if (!awake) pressed = null;", ""],
  ["one sheet at a time", "shows the words", 'if (this.#open) return Promise.resolve({ outcome: "busy" });', ""],
  ["one id a sheet", "shows the words", "let consent = crypto.randomUUID();", 'let consent = "0b2f6c1e-6c55-4a11-9f2d-1c2d3e4f5a6b";'],
  ["the text that was read", "a text that was changed", "read() === text", "true"],
  ["the form of the text", "texts that would not", "shown(text) !== text || ", ""],
  ["the form of the question", "texts that would not", "|| (what !== null && shown(what) !== what)", ""],
  ["the end of the text", "the longest text", "quote.scrollTop + quote.clientHeight >= quote.scrollHeight - 1", "true"],
  ["the host's own request", "the host may withdraw", "this.#open.id === id", "true"],
  ["the focus kept in", "by keyboard", 'if (event.key !== "Tab") return;', "return;"],
  ["the focus given back", "by keyboard", "    dialog.close();\n    dialog.remove();\n    opener?.focus?.();", "    dialog.remove();"],
  ["Esc", "by keyboard", '  on(dialog, "cancel", (event) => {\n    event.preventDefault();\n    decline();\n  });\n  // The browser may shut a sheet without asking.\n  on(dialog, "close", decline);', '  on(dialog, "cancel", (event) => event.preventDefault());'],
  // Three layers: its listeners end, its id is spent, and one id has one receipt.
  ["what is spent", "what was spent", ["    end.abort();\n    window.cancelAnimationFrame(frame);", "        const once = consent;\n        consent = null;", "        consent = null;\n        const { close }", "        if (!this.#open) return;\n", "const { close } = this.#open;", "!message || !this.#receipts.keep(receipt)"], ["", "        const once = consent;", "        const { close }", "", "const { close } = this.#open ?? { close() {} };", "!message"]],
  ["what is said without it", "where the browser cannot tell", "else if (!watched) say(words.unwatched);", ""],
];

/** The source without one protection. */
export function weakened(source, [name, , from, to]) {
  const changes = Array.isArray(from) ? from.map((each, at) => [each, to[at]]) : [[from, to]];
  return changes.reduce((text, [old, other]) => {
    if (text.split(old).length !== 2) throw new Error(`${name}: ${old} is to stand in the source once`);
    return text.replace(old, () => other);
  }, source);
}
