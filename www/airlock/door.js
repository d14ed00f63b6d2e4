// What crosses between the page around, the view and the person: every message through the filter, nothing else.
import { Consent } from "./consent.js";
import { Budget, LIMITS, dropped, fromFragment, fromHost, fromView, toHost } from "./filter.js";
import { Receipts } from "./receipts.js";

// In place of an answer that has letters nobody can see, for the sheet to open all the same: a host sees the focus go to it,
// and would learn that there are such letters.
const UNSHOWN = "This answer cannot be shown letter by letter.";

/** The airlock's two doors: to the page around, and to the view. */
export class Door {
  #host = parent === window ? null : parent;
  #origin = null;
  #line = null;
  #frame = null;
  #consent = null;
  #receipts = new Receipts();
  // What the page around asked to be shared and still waits for, by the id of its request.
  #asked = new Map();
  #early = [];
  #sayDrawn;
  #budgets = Object.fromEntries(Object.entries(LIMITS).map(([door, limits]) => [door, new Budget(limits, door)]));

  #isLate = false;

  constructor() {
    /** Resolves once the view is there. */
    this.drawn = new Promise((resolve) => { this.#sayDrawn = resolve; });
    // One language for the sheet and the view, whatever their processes would say.
    this.settings = { locale: navigator.language, ...fromFragment(location.hash) };
    this.facts = {
      checks: [], host: this.#host && "", allowlist: null, seal: null, open: null,
      storage: origin !== "null", downloads: true, dropped: 0, told: [],
    };
    if (!this.#host) return;
    // Firefox does not tell who is around; there the first message does.
    const around = location.ancestorOrigins?.[0];
    if (around && around !== "null") this.#know(around);
    addEventListener("message", (event) => this.#hearHost(event));
  }

  /** The view's end of the line to this frame. */
  openView(frame) {
    const { port1, port2 } = new MessageChannel();
    this.#frame = frame;
    this.#line = port1;
    port1.onmessage = ({ data }) => this.#hearView(data);
    return port2;
  }

  /** Whether the browser keeps out the page around, or in its own tab the page that opened it. */
  isShutOut() {
    try {
      const other = this.#host ?? opener;
      return !other || !other.document;
    } catch {
      return true;
    }
  }

  /** Tells the view; what is said before it listens waits in its port. */
  tellView(message, transfer = []) {
    this.#line?.postMessage(message, transfer);
  }

  /** Tells the view what is known of the seal, by which it is drawn: not before all checks are in, unless that is late. */
  tellFacts() {
    const { facts } = this;
    facts.dropped = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    if (facts.open !== null) this.tellView({ type: "facts", facts });
    else if (this.#isLate) this.tellView({ type: "facts", facts: { ...facts, checks: [] } });
  }

  /** Has the view drawn without the checks, where they are not in. */
  tellLate() {
    this.#isLate = true;
    if (this.facts.open === null) this.tellFacts();
  }

  /** Tells the page around what the schema has, within the budget. */
  tellHost(type, body) {
    const message = this.#host && toHost(type, body);
    if (message && this.#take("out", type)) this.#post(message);
  }

  #take(door, type) {
    return this.#budgets[door].take(type, performance.now());
  }

  /** To its exact origin; what is said before that is known waits. */
  #post(message) {
    if (!this.#origin) {
      this.#early.push(message);
      return;
    }
    this.#host.postMessage(message, this.#origin);
    const told = this.facts.told.find(({ type }) => type === message.type);
    const at = now();
    if (told) Object.assign(told, { at, count: told.count + 1 });
    else this.facts.told.push({ type: message.type, count: 1, at });
  }

  #know(origin) {
    this.#origin = origin;
    this.facts.host = origin.split("://")[1];
    this.#consent = new Consent({
      host: this.facts.host,
      receipts: this.#receipts,
      send: (message) => this.#post(message),
      language: () => this.settings.locale,
      tight: () => this.tellHost("resize", { height: 640 }),
    });
    for (const message of this.#early.splice(0)) this.#post(message);
  }

  #hearHost({ source, origin, data }) {
    if (source !== this.#host || origin === "null" || (this.#origin && origin !== this.#origin)) return;
    const message = fromHost(data);
    if (!message || !this.#take("host", message.type)) return;
    if (!this.#origin) {
      this.#know(origin);
      this.tellFacts();
    }
    const { type, id, body } = message;
    if (type === "hello") return;
    if (type === "set") {
      Object.assign(this.settings, body);
      dress(this.settings);
      this.tellView({ type, settings: body });
      return;
    }
    const taken = this.facts.open === true;
    this.tellHost("ack", { id, taken });
    if (!taken) return;
    if (type === "ask") this.tellView({ type, text: body.text });
    if (type === "rows") this.tellView({ type, name: this.facts.host, body });
    if (type === "share") this.#shareAsked(id, body.what);
    if (type === "cancel") this.#cancel(id);
  }

  #shareAsked(id, what) {
    if (this.#asked.size > 0) {
      this.tellHost("error", { code: "busy", id });
      return;
    }
    this.#asked.set(id, what);
    this.tellView({ type: "share", id, what, host: this.facts.host });
  }

  #cancel(id) {
    if (!this.#asked.delete(id)) return;
    this.#consent.withdraw(id);
    this.tellView({ type: "cancelled", id });
  }

  #hearView(data) {
    const message = fromView(data) ?? (data?.type === "share" ? fromView({ ...data, text: UNSHOWN }) : null);
    if (!message || !this.#take("view", message.type)) return;
    const { type } = message;
    if (type === "ready") this.#sayDrawn();
    if (type === "resize") this.tellHost(type, { height: message.height });
    if (type === "download") this.#download(message);
    if (type === "print") print();
    if (type === "decline" && this.#asked.delete(message.id)) this.tellHost("error", { code: "declined", id: message.id });
    if (type === "share") this.#share(message);
  }

  #download(file) {
    download(file);
    // A page around that sandboxes this one may forbid downloads, and nothing tells: the view then offers another way.
    if (this.#host && this.facts.downloads && isSandboxed()) {
      this.facts.downloads = false;
      this.tellFacts();
    }
  }

  /** Shows the literal text; it is sent on the person's own press and in no other way. */
  async #share({ id, text }) {
    // Either the page around waits for it, or nobody asked and the person chose it.
    if (!this.#consent || (id !== null && !this.#asked.has(id))) return;
    const what = id === null ? null : this.#asked.get(id);
    const { outcome } = this.#take("out", "answer") ? await this.#consent.ask({ id, what, text }) : { outcome: "refused" };
    if (id !== null && outcome !== "busy" && this.#asked.delete(id) && outcome !== "shared") {
      this.tellHost("error", { code: outcome === "refused" ? "refused" : "declined", id });
    }
    if (outcome === "shared") this.tellView({ type: "receipts", list: this.#receipts.list() });
    this.#frame.focus();
    this.tellView({ type: "outcome", id, shared: outcome === "shared" });
    this.tellFacts();
  }
}

/** The scheme of what the airlock shows itself. */
export function dress({ theme }) {
  document.documentElement.dataset.scheme = theme ?? "system";
}

const now = () => new Date().toISOString().replace(/\.\d+/, "");

/** A frame that is sandboxed at all cannot set its domain, not even to what it is. */
function isSandboxed() {
  try {
    document.domain = document.domain;
    return false;
  } catch {
    return true;
  }
}

function download({ name, mime, bytes }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: mime }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
