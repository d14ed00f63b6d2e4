// The sheet on which a person agrees to share one text, in the airlock's own document, over the view.
//
// Neither host nor view can reach it: they are other origins. What they can do is cover it, move it, or press at the wrong
// moment, so its button sleeps until the whole of the sheet has been seen uncovered for half a second, only a person's own
// click or key counts, and after the click the sheet has to stay uncovered for a moment more before anything is sent.
//
// A browser looks for what lies over a frame, not for a mask, a clip path or a zoom that the host puts on it. So the button
// also waits for a number that stands on the sheet and nowhere else: whoever types it has read the sheet.
//
//   const consent = new Consent({ host: "bank.example", receipts, send: (message) => parent.postMessage(message, origin) });
//   await consent.ask({ id: "s-1", what: "What did I save?", text: "I kept £162.05." })  // { outcome: "shared", receipt }
import { shown, toHost } from "./filter.js";

/** Every word of the sheet, by language. A `{}` is where the name of the host stands. */
export const WORDS = {
  en: {
    title: "Share one text with {}?",
    asked: "{} asked:",
    unasked: "You chose this text yourself.",
    gets: "{} gets these words and nothing else:",
    share: "Share this text",
    decline: "Do not share",
    covered: "Wakes when nothing covers it.",
    unread: "Wakes at the end of the text.",
    number: "Type {} to wake the button.",
    ready: "This is sent once, word for word.",
    tight: "Needs more room than this frame has.",
    unwatched: "This browser cannot tell whether something covers this sheet. Share only if the words above are whole.",
  },
};

/** How long the sheet must have been seen whole before its button works, in milliseconds. */
export const WATCH_MS = 500;
/** How often the browser looks; it takes no less than 100. */
export const LOOK_MS = 100;
/** How long a mouse must have been on the button: a host that moves the frame under a click is quicker. */
export const REST_MS = 100;
/** A pause between two drawings, after which the half second begins anew. */
export const GAP_MS = 250;
/** How long the sheet must stay uncovered after the click: one look, and the time to draw and to hear of it. */
export const SETTLE_MS = 250;
// The lowest frame that a host is given: it has room for the longest text.
const ROOM_PX = 320;
// Seen whole: some screens place edges between pixels.
const WHOLE = 0.99;
// A name as `location.host` gives it: letters in their ASCII form, so that none looks like another.
const HOST = /^[\da-z.:[\]_-]{1,261}$/i;

/** Asks a person, one text at a time. */
export class Consent {
  #host;
  #receipts;
  #send;
  #document;
  #tight;
  #language;
  #open = null;

  /**
   * `send` takes the message for the host; `tight` is called when the frame is lower than any that a host is given, whatever
   * the text: a host that made it ever lower would learn how long that is. `language` gives a tag.
   */
  constructor({ host, receipts, send, tight = () => {}, language = () => "en", document = globalThis.document }) {
    this.#host = typeof host === "string" && HOST.test(host) ? host : null;
    this.#receipts = receipts;
    this.#send = send;
    this.#language = language;
    this.#document = document;
    this.#tight = tight;
  }

  /** Whether a sheet is open. */
  get open() {
    return this.#open !== null;
  }

  /**
   * Shows the text and waits for the person. `id` is the host's request, or null when nobody asked.
   *
   * Gives `{ outcome }`: "shared" (with its `receipt`), "declined", "cancelled" (the host withdrew), "busy" (another sheet
   * is open) or "refused" (no host, no room for a receipt, or a text that cannot be shown as it would be sent).
   */
  ask({ id = null, what = null, text }) {
    if (this.#open) return Promise.resolve({ outcome: "busy" });
    if (!this.#host || this.#receipts.full || shown(text) !== text || (what !== null && shown(what) !== what)) {
      return Promise.resolve({ outcome: "refused" });
    }
    return new Promise((resolve) => {
      let consent = crypto.randomUUID();
      const end = (outcome, receipt) => {
        if (!this.#open) return;
        // Spent before anything else can happen.
        consent = null;
        const { close } = this.#open;
        this.#open = null;
        close();
        resolve(receipt ? { outcome, receipt } : { outcome });
      };
      const share = (watched, read) => {
        const once = consent;
        consent = null;
        // The text that was read is the text that is sent, or none is.
        const message = once && read() === text ? toHost("answer", { id, consent: once, text }) : null;
        const receipt = { consent: once, at: new Date().toISOString().replace(/\.\d+/, ""), host: this.#host, what, text, watched };
        if (!message || !this.#receipts.keep(receipt)) return end("refused");
        this.#send(message);
        return end("shared", receipt);
      };
      const close = sheet(this.#document, spokenIn(this.#language()), { host: this.#host, what, text }, {
        share,
        decline: () => end("declined"),
        tight: this.#tight,
      });
      this.#open = { id, close, end };
    });
  }

  /** The host withdraws its request. */
  withdraw(id) {
    if (this.#open && id !== null && this.#open.id === id) this.#open.end("cancelled");
  }
}

/** The words in a language, with its tag: English where there are none in it. */
function spokenIn(tag) {
  const [language] = String(tag).toLowerCase().split("-");
  const lang = Object.hasOwn(WORDS, language) ? language : "en";
  return { lang, ...WORDS[lang] };
}

/** Puts the sheet up. `share(watched, read)` is called for a click that counts, `decline()` for any way out. Gives what closes it. */
function sheet(document, words, { host, what, text }, { share, decline, tight }) {
  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };
  // Isolated, so that the direction of its letters turns nothing around it.
  const isolated = (content) => {
    const made = element("bdi", "", content);
    made.dir = "auto";
    return made;
  };
  const named = (sentence) => sentence.split("{}").flatMap((part, at) => (at ? [element("b", "", isolated(host)), part] : [part]));

  const title = element("h2", "", ...named(words.title));
  const asked = element("p", "asked", ...named(what === null ? words.unasked : words.asked), ...(what === null ? [] : [" “", isolated(what), "”"]));
  const literal = isolated(text);
  const quote = element("blockquote", "", "“", literal, "”");
  const gets = element("p", "gets", ...named(words.gets));
  const note = element("p", "note", words.covered);
  // Two digits: what nobody has read is guessed once in ninety times.
  const number = String(10 + (crypto.getRandomValues(new Uint32Array(1))[0] % 90));
  const typing = words.number.replace("{}", number);
  const box = element("input");
  const yes = element("button", "yes", words.share);
  const no = element("button", "no", words.decline);
  const dialog = element("dialog", "consent");
  // The page around may be in another language than the words.
  dialog.lang = words.lang;
  title.id = "consent-title";
  title.tabIndex = -1;
  quote.id = "consent-text";
  // Both may scroll, so the keyboard has to reach them.
  const stops = [...(what === null ? [] : [asked]), quote, box, yes, no];
  for (const stop of stops.slice(0, -3)) stop.tabIndex = 0;
  Object.assign(box, { placeholder: number, ariaLabel: typing, inputMode: "numeric", maxLength: 2, autocomplete: "off" });
  note.id = "consent-note";
  note.setAttribute("role", "status");
  for (const button of [yes, no]) button.type = "button";
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", quote.id);
  yes.setAttribute("aria-describedby", note.id);

  const opener = document.activeElement;
  const window = document.defaultView;
  const end = new window.AbortController();
  const on = (target, type, hear) => target.addEventListener(type, hear, { signal: end.signal });

  // What has been seen: the parts that are whole and uncovered now, the end of the text ever.
  const parts = [title, asked, gets, quote, yes];
  const seen = new Set();
  const look = (entries) => {
    for (const { target, isVisible, isIntersecting, intersectionRatio } of entries) {
      if (isIntersecting && intersectionRatio >= WHOLE && (!watched || isVisible)) seen.add(target);
      else seen.delete(target);
    }
  };
  const observer = new window.IntersectionObserver(look, { trackVisibility: true, delay: LOOK_MS, threshold: [0, 0.5, WHOLE, 1] });
  const watched = observer.trackVisibility === true;

  let [since, pressed, entered, beat] = [null, null, Infinity, 0];
  let [awake, read] = [false, false];
  let extent = "";
  let frame = 0;
  const say = (sentence) => {
    if (note.textContent !== sentence) note.textContent = sentence;
  };
  const judge = () => {
    const now = window.performance.now();
    const drawn = now - beat <= GAP_MS;
    beat = now;
    look(observer.takeRecords());
    const whole = seen.size === parts.length && document.visibilityState === "visible";
    // Other lines have another end.
    const lines = `${quote.clientHeight}/${quote.scrollHeight}`;
    if (lines !== extent) read = false;
    extent = lines;
    if (whole && quote.scrollTop + quote.clientHeight >= quote.scrollHeight - 1) read = true;
    since = whole && read && drawn ? since ?? now : null;
    const typed = box.value === number;
    awake = typed && since !== null && now - since >= WATCH_MS;
    if (!awake) pressed = null;
    yes.setAttribute("aria-disabled", String(!awake));
    if (dialog.scrollHeight > dialog.clientHeight + 1) say(words.tight);
    else if (since === null) say(whole && !read ? words.unread : words.covered);
    else if (!typed) say(typing);
    else if (!watched) say(words.unwatched);
    else say(awake ? words.ready : words.covered);
    return now;
  };
  // A frame that a host hides by style is not drawn and hears of nothing, so that its silence is what tells.
  const pulse = () => {
    frame = window.requestAnimationFrame(pulse);
    if (pressed !== null && judge() - pressed >= SETTLE_MS && awake) share(watched, () => literal.textContent);
    else if (pressed === null) judge();
  };

  on(yes, "pointerenter", ({ pointerType, timeStamp }) => {
    // A finger has no way to rest on a button before it presses.
    entered = pointerType === "touch" ? -Infinity : timeStamp;
  });
  on(yes, "click", (event) => {
    judge();
    // A key's click has no count, and no place that a host could have put under it.
    const rested = event.detail === 0 || event.timeStamp - entered >= REST_MS;
    if (event.isTrusted && awake && rested && document.hasFocus()) pressed ??= window.performance.now();
  });
  on(no, "click", decline);
  on(dialog, "cancel", (event) => {
    event.preventDefault();
    decline();
  });
  // The browser may shut a sheet without asking.
  on(dialog, "close", decline);
  on(dialog, "keydown", (event) => {
    if (event.key !== "Tab") return;
    // Beyond the last control would be the browser's own, or the host's.
    const at = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(at + (event.shiftKey ? (at < 0 ? 0 : -1) : 1) + stops.length) % stops.length].focus();
  });

  document.body.append(dialog);
  // A host sees how far its page is scrolled to show a sheet, which is why that is empty then: how high it is, and where its
  // title stands, tells how long the text is.
  dialog.showModal();
  dialog.append(title, asked, gets, quote, element("div", "row", box, yes, no), note);
  title.focus({ preventScroll: true });
  if (window.innerHeight < ROOM_PX) tight();
  for (const part of parts) observer.observe(part);
  pulse();

  return () => {
    end.abort();
    window.cancelAnimationFrame(frame);
    observer.disconnect();
    dialog.close();
    dialog.remove();
    opener?.focus?.();
  };
}
