/**
 * `farthing/engine`: the engine alone, for those who want the numbers without our view.
 *
 * ```ts
 * import { open } from "farthing/engine";
 * const engine = await open({ version: 1 });
 * const { transactions, issues } = await engine.import(bytes, { name: "march.ofx" });
 * const answer = await engine.ask("biggest subscriptions this year", { today: "2026-03-22" });
 * await engine.close();
 * ```
 *
 * Nothing here seals anything: what this gives, your own code has. It makes no request but for its own files.
 */
import type { Answer, Finding, Overview, ProofPage } from "./answers.js";
import type { Body, Configure, Defaults, HandedRow, ImportProgress, OverviewOf, Request, RowsAccount, RowsOf } from "./requests.js";
import type { ImportReport, IsoDate, Issue, LedgerReport, RowsPage } from "./values.js";

export * from "./answers.js";
export * from "./requests.js";
export * from "./values.js";
export { FarthingError, type FarthingErrorCode, type FarthingErrorDetails } from "./error.js";

/** How an engine is opened. */
export interface OpenOptions {
  /** The version of the messages that the caller knows; rejects with `version-unknown` where the engine has another. */
  version?: 1;
  /** A worker of its own (the default), or `false` for the script that calls, which it then holds up while it works. */
  worker?: boolean;
}

/** Opens an engine that has read nothing yet. Each has a session of its own. */
export function open(options?: OpenOptions): Promise<Engine>;

/** What may come with a request that takes a while. */
export interface WaitOptions {
  /** Called as it goes on. */
  progress?: (progress: ImportProgress) => void;
  /** Cancels it: what was read so far stays, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What a statement may be handed in as. */
export type Content = Uint8Array | ArrayBuffer | Blob | string;

/** A row of which enough is known to be one. */
export type Row = Omit<HandedRow, "pending"> & { postingDate: IsoDate; amount: string; descriptor: string; pending?: boolean | null };

/** What was read, with all issues of all its files in one list. */
export type Imported = ImportReport & { issues: Issue[] };

/** What a request gives, by its `op`. */
export type ReplyTo<R extends Request> = R extends { op: "configure" | "cancel" | "forget" | "erase" }
  ? undefined
  : Omit<Extract<Body, { op: R extends { op: "importRows" | "sample" } ? "import" : R extends { op: "ask" } ? "answer" : R["op"] }>, "op">;

/** A session of the engine. Every method rejects with a `FarthingError`, or with the reason of an aborted signal. */
export class Engine {
  private constructor();
  /** What holds where a request says nothing: the version, the locale, the largest file, the longest question. */
  readonly defaults: Readonly<Defaults>;
  /** Reads one statement file. A file that is no statement is no rejection: its issues say so. */
  import(content: Content, options?: { name?: string; currency?: string } & WaitOptions): Promise<Imported>;
  /** Reads several files, in this order. */
  importFiles(files: Iterable<{ name: string; content: Content }>, options?: { currency?: string } & WaitOptions): Promise<Imported>;
  /** Reads rows of one account, as if from a file. A row that is in the ledger already adds nothing. */
  importRows(rows: Iterable<Row>, options: { account: RowsAccount; name?: string; currency?: string } & WaitOptions): Promise<Imported>;
  /** Opens the sample household in place of what is loaded. */
  sample(options?: WaitOptions): Promise<Imported>;
  /** Sets what holds for what comes later. */
  configure(settings: Configure): Promise<void>;
  /** The account books at a glance, one currency at a time. */
  overview(of: OverviewOf): Promise<Overview>;
  /** The findings, best first. */
  insights(of: { today: IsoDate }): Promise<Finding[]>;
  /** Answers a question in plain words. One it does not understand is an answer too: `status` says so. */
  ask(question: string, options: { today: IsoDate; locale?: string; proof?: "full" | "summary" }): Promise<Answer>;
  /** A page of the rows that an answer counted, by the answer's `number`. */
  proof(answer: number, page?: { offset?: number; limit?: number }): Promise<ProofPage>;
  /** A page of the transactions, newest first. */
  rows(which?: Partial<RowsOf>): Promise<RowsPage>;
  /** Everything: files with their rows, accounts, transactions, decisions, issues. */
  ledger(): Promise<LedgerReport>;
  /** Begins a new conversation: the next question inherits nothing. */
  forget(): Promise<void>;
  /** Forgets every file and decision. */
  erase(): Promise<void>;
  /** Sends a request as it is on the wire; resolves with the body of its reply. */
  request<R extends Request>(request: R, options?: WaitOptions): Promise<ReplyTo<R>>;
  /** Ends the engine and forgets all it has read. What still waits rejects with `closed`. */
  close(): Promise<void>;
}
