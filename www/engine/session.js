// One session of the engine behind a port: a request out, its reply back under the same id.
import { FarthingError } from "./error.js";

/** What is left of fields where some were not given. */
const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What is known of a row or an account: `null` says as little as nothing. */
const known = (fields) => Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined && value !== null));

const bytesOf = async (content) => {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Blob) return new Uint8Array(await content.arrayBuffer());
  return ArrayBuffer.isView(content) ? new Uint8Array(content.buffer, content.byteOffset, content.byteLength) : new Uint8Array(content);
};

/** All issues of a report in one list, beside the files that have them. */
const withIssues = (report) => ({ ...report, issues: report.files.flatMap((file) => file.issues) });

export class Engine {
  #port;
  #end;
  #keep;
  #waiting = new Map();
  #last = 0;
  #gone = null;

  /**
   * Starts an engine and asks for its version.
   *
   * `start(port, fail)` has an engine serve the port, calls `fail` when it stops by itself, and gives `{ end, keep }`:
   * `end` stops it, `keep` holds the process (true) or lets it end (false), where there is one.
   */
  static async open(start, version = 1) {
    const { port1, port2 } = new MessageChannel();
    const engine = new Engine();
    engine.#port = port1;
    port1.onmessage = ({ data }) => engine.#hear(data);
    const { end, keep = () => {} } = await start(port2, (place) => engine.#fail(place));
    engine.#end = end;
    engine.#keep = (busy) => {
      port1[busy ? "ref" : "unref"]?.();
      keep(busy);
    };
    try {
      const defaults = await engine.request({ op: "defaults" });
      if (defaults.version !== version) {
        throw new FarthingError("version-unknown", `This engine speaks version ${defaults.version}`, { version: defaults.version });
      }
      engine.defaults = Object.freeze(defaults);
      return engine;
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Reads one statement file. */
  async import(content, { name = "statement", currency, ...options } = {}) {
    return this.importFiles([{ name, content }], { currency, ...options });
  }

  /** Reads several files, in this order. */
  async importFiles(files, { currency, ...options } = {}) {
    const read = await Promise.all(Array.from(files, async ({ name, content }) => ({ name, bytes: await bytesOf(content) })));
    return withIssues(await this.request(given({ op: "import", files: read, currency }), options));
  }

  /** Reads rows of one account, as if from a file. */
  async importRows(rows, { account, name = account?.name, currency, ...options } = {}) {
    const plain = Array.from(rows, known);
    return withIssues(await this.request(given({ op: "importRows", name, account: known(account), rows: plain, currency }), options));
  }

  /** Opens the sample household in place of what is loaded. */
  async sample(options) {
    return withIssues(await this.request({ op: "sample" }, options));
  }

  /** What holds for what comes later. */
  async configure(settings) {
    await this.request(given({ op: "configure", ...settings }));
  }

  /** The account books at a glance. */
  overview(of) {
    return this.request(given({ op: "overview", ...of }));
  }

  /** The findings, best first. */
  async insights({ today }) {
    return (await this.request({ op: "insights", today })).findings;
  }

  /** Answers a question in plain words. */
  ask(question, { today, locale, proof } = {}) {
    return this.request(given({ op: "ask", question, today, locale, proof }));
  }

  /** A page of the rows an answer counted or left out. */
  proof(answer, { offset = 0, limit = 500 } = {}) {
    return this.request({ op: "proof", answer, offset, limit });
  }

  /** A page of the transactions. */
  rows({ offset = 0, limit = 500, ...which } = {}) {
    return this.request(given({ op: "rows", offset, limit, ...which }));
  }

  /** Everything: files with their rows, accounts, transactions, decisions, issues. */
  ledger() {
    return this.request({ op: "ledger" });
  }

  /** Begins a new conversation: the next question inherits nothing. */
  async forget() {
    await this.request({ op: "forget" });
  }

  /** Forgets every file and decision. */
  async erase() {
    await this.request({ op: "erase" });
  }

  /** Sends a request as it is on the wire; resolves with the body of its reply, without its `op`. */
  request(request, { progress, signal } = {}) {
    if (this.#gone) return Promise.reject(this.#gone);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = this.#take();
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        this.#port.postMessage({ id: this.#take(), op: "cancel", target: id });
        this.#done(id);
        reject(signal.reason);
      };
      signal?.addEventListener("abort", withdraw);
      this.#waiting.set(id, { resolve, reject, progress, unhook: () => signal?.removeEventListener("abort", withdraw) });
      this.#keep(true);
      try {
        this.#port.postMessage({ ...request, id });
      } catch (error) {
        this.#done(id);
        reject(new FarthingError("request-unreadable", error.message));
      }
    });
  }

  /** Ends the engine and forgets all it has read. Calling it again does nothing. */
  async close() {
    if (this.#gone) return;
    const end = this.#end;
    await end?.(() => this.erase());
    this.#stop(new FarthingError("closed", "The engine was closed"));
  }

  #take() {
    this.#last += 1;
    return this.#last;
  }

  /** Takes a request off the list, and gives it. */
  #done(id) {
    const request = this.#waiting.get(id);
    request?.unhook();
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#keep(false);
    return request;
  }

  #hear({ id, type, ...reply }) {
    if (type === "progress") {
      this.#waiting.get(id)?.progress?.(reply);
      return;
    }
    const request = this.#done(id);
    if (type === "ok") {
      const { op, ...body } = reply.body;
      request?.resolve(op === "done" ? undefined : body);
    } else {
      request?.reject(new FarthingError(reply.code, reply.sentence));
    }
  }

  #fail(place) {
    this.#stop(this.defaults
      ? new FarthingError("engine-stopped", "The engine stopped; what it had read is gone", place)
      : new FarthingError("not-loaded", "The engine could not be loaded"));
  }

  #stop(why) {
    if (this.#gone) return;
    this.#gone = why;
    for (const id of [...this.#waiting.keys()]) this.#done(id).reject(why);
    this.#port.close();
  }
}
