//! <farthing-widget>: one frame that shows Farthing, and no way to look into it. MIT OR Apache-2.0
//
//   <script src="https://widget.example/farthing/element.js" async></script>
//   <farthing-widget></farthing-widget>
//
// A classic script and an ES module alike. What it offers is in index.d.ts, and in words in README.md beside it.
(() => {
  "use strict";
  const NAME = "farthing-widget";

  // One class for the element and the engine's door, whichever script comes first.
  const FarthingError = (globalThis[Symbol.for("farthing.error")] ??= class FarthingError extends Error {
    constructor(code, message, details = null) {
      super(message);
      Object.assign(this, { name: "FarthingError", code, details });
    }
  });

  // A server that renders pages has no elements; and a page may load this script twice, where the first one counts.
  if (!globalThis.customElements || customElements.get(NAME)) return;

  const WORDS = {
    "engine-stopped": "The engine stopped; what it had read is gone",
    "not-loaded": "The widget could not be loaded",
    "not-sealed": "The browser did not refuse the network",
    declined: "The person chose not to share",
    busy: "The person is being asked already",
    refused: "The widget refused the request",
    unanswered: "The widget did not answer",
    invalid: "The widget does not take this",
    removed: "The element was removed",
    restarted: "The frame began anew",
    disposed: "The element was disposed of",
  };
  const failure = (code, details, words = WORDS[code]) => new FarthingError(code, words, details);

  const HEIGHTS = [320, 480, 640, 800];
  const DEFAULT_HEIGHT = 640;
  const MOST_RADIUS = 14;
  const MOST_ROWS = 10_000;
  // The frame takes ten messages of rows at once, and then one every six seconds.
  const PARTS_AT_ONCE = 10;
  const REFILL_MS = 6_500;
  const PATIENCE_MS = 20_000;

  // What the airlock's filter takes. It drops the rest without a word; here is the word.
  const like = (shape, most = 512) => (value) => typeof value === "string" && value.length <= most && shape.test(value);
  const TEXT = like(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u);
  const LINE = like(/^[^\p{Cc}\p{Cs}]+$/u);
  const SUM = like(/^-?\d{1,15}(\.\d{1,4})?$/);
  const CODE = like(/^[A-Z]{3}$/);
  const FLAG = (value) => typeof value === "boolean";
  const DAY = (value) => {
    const day = like(/^\d{4}-\d\d-\d\d$/)(value) && new Date(value);
    return day && !Number.isNaN(+day) && day.toISOString().startsWith(value);
  };
  const ROW = { postingDate: DAY, amount: SUM, currency: CODE, descriptor: TEXT, valueDate: DAY, transactionDate: DAY,
    counterparty: TEXT, reference: TEXT, mcc: like(/^\d{4}$/), pending: FLAG, balanceAfter: SUM, id: LINE };
  const ROW_NEEDS = ["postingDate", "amount", "currency", "descriptor"];
  const ACCOUNT = { name: LINE, currency: CODE, kind: like(/^(current|savings|card|loan|cash)$/), identifier: LINE };

  /** A plain copy of what the rules name; what is undefined or null is left out, anything else is refused. */
  function copy(given, rules, needs, row) {
    const out = {};
    for (const field of new Set([...needs, ...Object.keys(Object(given))])) {
      const value = given?.[field] ?? undefined;
      const rule = Object.hasOwn(rules, field) && rules[field];
      if (value === undefined && rule && !needs.includes(field)) continue;
      if (!rule || !rule(value)) throw failure("invalid", { row, field });
      out[field] = value;
    }
    return out;
  }

  /**
   * Where the part that begins here ends. Rows alike on both sides of an edge would be taken for one, as rows of two files
   * are: such a day goes into the next part whole.
   */
  function endOfPart(rows, from) {
    const end = Math.min(from + MOST_ROWS, rows.length);
    const day = rows[end]?.postingDate;
    let first = end, next = end;
    while (first > from && rows[first - 1].postingDate === day) first -= 1;
    while (next < end + MOST_ROWS && rows[next]?.postingDate === day) next += 1;
    if (first === end || first === from || day === undefined) return end;
    const before = new Set(rows.slice(first, end).map((row) => JSON.stringify(row)));
    return rows.slice(end, next).some((row) => before.has(JSON.stringify(row))) ? first : end;
  }

  function words(text, most) {
    const plain = typeof text === "string" && text.normalize().trim().replace(/\p{Zs}+/gu, " ");
    if (plain && plain.length <= most && TEXT(plain)) return plain;
    throw failure("invalid", { longest: most });
  }

  const script = document.currentScript ?? document.querySelector('script[src$="/element.js"], script[src="element.js"]');

  // Of the frame's messages only these fields are ever looked at.
  const HEARD = {
    ready: ({ seal }) => seal === "whole" || seal === "partly",
    resize: ({ height }) => HEIGHTS.includes(height),
    ack: ({ id, taken }) => typeof id === "string" && typeof taken === "boolean",
    error: ({ code, id }) => Object.hasOwn(WORDS, code) && (id === null || typeof id === "string"),
    answer: ({ id, consent, text }) => (id === null || typeof id === "string") && typeof consent === "string"
      && typeof text === "string" && text.length <= 280,
  };

  // The probe takes the colour and the radius as CSS computes them, and each change of them starts a transition of it.
  const STYLE = `:host{display:block;height:${DEFAULT_HEIGHT}px}:host([hidden]){display:none}
iframe{display:block;width:100%;height:100%;border:0;border-radius:inherit;color-scheme:normal}
i{position:absolute;visibility:hidden;width:0;height:0;background-color:color-mix(in srgb,var(--farthing-accent) 100%,#000 0%);
column-gap:var(--farthing-radius);transition:1ms step-start;transition-behavior:allow-discrete}`;

  const ATTRIBUTES = ["locale", "theme", "currency", "height", "label", "assets"];

  class FarthingWidget extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    static FarthingError = FarthingError;
    /** Where `embed.html` lies, for elements that do not say it themselves: beside this script. */
    static assets = script?.src ? new URL(".", script.src).href : "";

    #frame = null;
    #origin;
    #window;
    #timer;
    #sheet;
    #probe;
    #told;
    #loads;
    #isReady = false;
    #isDisposed = false;
    #failed = null;
    #ready = deferred();
    #requests = new Map();
    #count = 0;
    #listen = (event) => this.#hear(event);

    /** Resolves with `{ seal }` once the frame takes requests. A frame that begins anew has a promise of its own. */
    get ready() {
      return this.#ready.promise;
    }

    /** Hands in rows of one account; resolves when they were taken. */
    async importTransactions(rows, { account } = {}) {
      const owner = copy(account, ACCOUNT, ["name"]);
      if (!rows?.[Symbol.iterator]) throw failure("invalid", { field: "rows" });
      const all = Array.from(rows, (row, at) => copy(row, ROW, ROW_NEEDS, at));
      for (let taken = 0, end = 0, sent = 0; taken < all.length; taken = end) {
        end = endOfPart(all, taken);
        if (sent++ >= PARTS_AT_ONCE) await new Promise((go) => setTimeout(go, REFILL_MS));
        await this.#request("rows", { account: owner, rows: all.slice(taken, end) }).promise.catch((error) => {
          throw failure(error.code, { taken });
        });
      }
    }

    /** Asks on the person's behalf; resolves when the question was taken. The answer stays in the frame. */
    async ask(text) {
      await this.#request("ask", { text: words(text, 500) }).promise;
    }

    /** Asks the person to share one answer; resolves with the text that they agreed to. */
    async requestShare(what, { signal } = {}) {
      const body = { what: words(what, 280) };
      signal?.throwIfAborted();
      const request = this.#request("share", body);
      const withdraw = () => {
        if (request.frame) this.#post("cancel", request.id, {});
        this.#close(request, signal.reason);
      };
      signal?.addEventListener("abort", withdraw);
      return request.promise.finally(() => signal?.removeEventListener("abort", withdraw));
    }

    /** Removes the frame for good. What was read in it is forgotten. */
    dispose() {
      if (this.#isDisposed) return;
      this.#isDisposed = true;
      this.#takeDown();
      this.#fail(failure("disposed"));
    }

    connectedCallback() {
      // What was set before this script came hides the accessors below.
      for (const name of ATTRIBUTES) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
      if (this.#isDisposed) return;
      this.#failed = null;
      if (this.#ready.isDone) this.#ready = deferred();
      // Not at once: a page that puts the element in may set where its assets are in its next line.
      queueMicrotask(() => this.#open());
    }

    // `moveBefore` keeps the frame alive; any other move ends its document and begins a new one.
    connectedMoveCallback() {}

    disconnectedCallback() {
      const gone = this.#takeDown();
      queueMicrotask(() => {
        if (!this.isConnected && !this.#isDisposed) {
          this.#fail(failure("removed"));
          this.#failed = null;
        }
        this.#restart(gone);
      });
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#frame || before === now) return;
      if (name === "assets") {
        this.disconnectedCallback();
        this.connectedCallback();
      }
      this.#dress();
    }

    #open() {
      if (!this.isConnected || this.#isDisposed || this.#frame) return;
      try {
        const given = this.assets || FarthingWidget.assets;
        const folder = new URL(given.endsWith("/") ? given : `${given}/`, this.ownerDocument.baseURI);
        // No other scheme has an origin that a message can be addressed to.
        if (!given || !/^https?:$/.test(folder.protocol)) throw new TypeError("no assets");
        this.#begin(new URL("embed.html", folder));
      } catch {
        this.#fail(failure("not-loaded", { assets: this.assets || FarthingWidget.assets }));
      }
    }

    #begin(address) {
      const page = this.ownerDocument;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      const frame = page.createElement("iframe");
      this.#window = page.defaultView;
      this.#sheet = new this.#window.CSSStyleSheet();
      this.#sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [this.#sheet];
      this.#probe = page.createElement("i");
      this.#probe.addEventListener("transitionend", () => this.#tell());
      root.replaceChildren(this.#probe);
      this.#origin = address.origin;
      this.#told = this.#settings();
      address.hash = new URLSearchParams(this.#told);
      frame.referrerPolicy = "no-referrer";
      frame.allow = "camera 'none'; microphone 'none'; geolocation 'none'; display-capture 'none'; payment 'none'; usb 'none'; midi 'none'";
      frame.src = address.href;
      this.#loads = 0;
      frame.addEventListener("load", () => this.#greet());
      this.#frame = frame;
      this.#dress();
      this.#window.addEventListener("message", this.#listen);
      this.#await();
      root.append(frame);
    }

    #await() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fail(failure("not-loaded")), PATIENCE_MS);
    }

    /** Says who is here. A document that comes after one that was ready knows nothing of it. */
    #greet() {
      this.#loads += 1;
      if (this.#isReady && this.#loads > 1) {
        this.#isReady = false;
        this.#ready = deferred();
        this.#restart(this.#frame);
        this.#await();
      }
      this.#post("hello", null, { version: 1 });
    }

    /** Takes the frame away and gives it back. */
    #takeDown() {
      const frame = this.#frame;
      clearTimeout(this.#timer);
      this.#window?.removeEventListener("message", this.#listen);
      frame?.remove();
      this.#frame = null;
      this.#isReady = false;
      if (frame && this.#ready.isDone) this.#ready = deferred();
      return frame;
    }

    /** What had been sent to a frame that is gone may have been taken or not, and is gone with it. */
    #restart(frame) {
      for (const request of this.#requests.values()) {
        if (frame && request.frame === frame) this.#close(request, failure("restarted"));
      }
    }

    /** Nothing comes of all that waits. */
    #fail(error) {
      clearTimeout(this.#timer);
      this.#failed = error;
      if (this.#ready.isDone) this.#ready = deferred();
      this.#ready.reject(error);
      for (const request of this.#requests.values()) this.#close(request, failure(error.code));
      if (error.code.startsWith("not-")) this.#dispatch("error", { code: error.code });
    }

    #request(type, body) {
      const request = Object.assign(deferred(), { id: `r${(this.#count += 1)}`, type, body });
      this.#requests.set(request.id, request);
      if (this.#failed) this.#close(request, failure(this.#failed.code, this.#failed.details));
      else if (this.#isReady) this.#send(request);
      return request;
    }

    #send(request) {
      request.frame = this.#frame;
      request.timer = setTimeout(() => this.#close(request, failure("unanswered")), PATIENCE_MS);
      this.#post(request.type, request.id, request.body);
      // It is not needed again, and may be large.
      request.body = null;
    }

    #close(request, error, value) {
      clearTimeout(request.timer);
      this.#requests.delete(request.id);
      if (error) request.reject(error);
      else request.resolve(value);
    }

    #post(type, id, body) {
      this.#frame?.contentWindow?.postMessage({ farthing: 1, type, id, body }, this.#origin);
    }

    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#origin || data?.farthing !== 1) return;
      const { type, body } = data;
      if (!Object.hasOwn(HEARD, type) || !body || !HEARD[type](body)) return;
      const request = this.#requests.get(body.id);
      if (type === "ready") this.#start(body.seal);
      if (type === "resize") {
        if (!this.#step) this.#size(body.height);
        this.#dispatch("resize", { height: body.height });
      }
      if (type === "ack" && request) {
        clearTimeout(request.timer);
        if (!body.taken) this.#close(request, failure("refused"));
        else if (request.type !== "share") this.#close(request);
      }
      if (type === "error") this.#hearError(body, request);
      if (type === "answer") {
        this.#dispatch("share", { text: body.text, consent: body.consent });
        if (request?.type === "share") this.#close(request, null, body.text);
      }
    }

    #start(seal) {
      if (this.#isReady) return;
      clearTimeout(this.#timer);
      this.#isReady = true;
      this.#failed = null;
      // One that comes after all is better than none.
      if (this.#ready.isDone) this.#ready = deferred();
      this.#ready.resolve({ seal });
      this.#tell();
      for (const request of [...this.#requests.values()]) this.#send(request);
      this.#dispatch("ready", { seal });
    }

    #hearError({ code, id }, request) {
      if (request) this.#close(request, failure(code));
      else if (id === null && code.startsWith("not-") && !this.#isReady) this.#fail(failure(code));
      else if (id === null) this.#dispatch("error", { code });
    }

    #dispatch(name, detail) {
      this.dispatchEvent(new CustomEvent(`farthing-${name}`, { detail }));
    }

    get #step() {
      const wanted = Number.parseInt(this.height, 10);
      return wanted > 0 ? HEIGHTS.find((step) => step >= wanted) ?? HEIGHTS.at(-1) : undefined;
    }

    #size(height) {
      this.#sheet.cssRules[0].style.height = `${height}px`;
    }

    #dress() {
      if (!this.#frame) return;
      if (this.#step) this.#size(this.#step);
      this.#frame.title = this.label || "Farthing, a money assistant";
      this.#tell();
    }

    /** The settings as the frame takes them; what it would refuse is left out. */
    #settings() {
      const settings = {};
      try {
        const { language, script, region } = new Intl.Locale(this.locale || navigator.language);
        settings.locale = [language, script, region].filter(Boolean).join("-");
      } catch {
        // Not a language: the browser's own is used.
      }
      settings.theme = ["light", "dark"].includes(this.theme) ? this.theme : "system";
      if (CODE(this.currency)) settings.currency = this.currency;
      if (this.#step) settings.height = this.#step;
      const { backgroundColor, columnGap } = this.#window.getComputedStyle(this.#probe);
      const colour = /^color\(srgb (\S+) (\S+) (\S+)\)$/.exec(backgroundColor);
      if (colour) settings.accent = `#${colour.slice(1).map(twoDigits).join("")}`;
      if (/^[\d.]+px$/.test(columnGap)) settings.radius = Math.min(Math.round(Number.parseFloat(columnGap)), MOST_RADIUS);
      return settings;
    }

    // LIMIT: a currency, accent or radius that is taken away stays until the frame begins anew; messages have no word for it.
    #tell() {
      if (!this.#isReady) return;
      const settings = this.#settings();
      for (const [name, value] of Object.entries(settings)) {
        // Each by itself: a colour that nobody could read is refused, and takes no other with it.
        if (value !== this.#told[name]) this.#post("set", null, { [name]: value });
      }
      this.#told = settings;
    }
  }

  for (const name of ATTRIBUTES) {
    Object.defineProperty(FarthingWidget.prototype, name, {
      enumerable: true,
      configurable: true,
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }

  /** A promise with its ends. One that nobody waits for is no error of the page's. */
  function deferred() {
    const ends = { isDone: false };
    ends.promise = new Promise((resolve, reject) => {
      const end = (settle) => (value) => {
        ends.isDone = true;
        settle(value);
      };
      Object.assign(ends, { resolve: end(resolve), reject: end(reject) });
    });
    ends.promise.catch(() => {});
    return ends;
  }

  const twoDigits = (share) => Math.round(Math.min(Math.max(Number(share), 0), 1) * 255).toString(16).toUpperCase().padStart(2, "0");

  customElements.define(NAME, FarthingWidget);
})();
