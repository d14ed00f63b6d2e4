// What crosses the engine's door: requests, and the frame of their replies.
import type { Answer, Criteria, Insights, Overview, ProofPage } from "./answers.js";
import type {
  AccountKind, AccountsPanel, ChangesPreview, Choice, Decimal, DecisionsPage, ImportReport, IsoDate, LedgerReport,
  Period, RateSaid, RatesReport, RowsPage, RulesReport, Says,
} from "./values.js";

/** What can be asked of an engine. */
export type Request =
  /** The defaults and the version. */
  | { op: "defaults" }
  /** Reads statement files. Replies: `progress` any number of times, then `import`. */
  | ({ op: "import" } & ImportFiles)
  /** Reads rows, as if from a file. Replies: `progress` any number of times, then `import`. */
  | ({ op: "importRows" } & ImportRows)
  /** Sets what holds for what comes later. */
  | ({ op: "configure" } & Configure)
  /** Opens the sample household in place of what is loaded. Reply: `import`. */
  | { op: "sample" }
  /** Says how a file is read where it leaves that open; all files of its shape are read so. Reply: `import`, all files. */
  | { op: "settle"; file: string; choice: Choice }
  /** Takes a file out, as if it had never been handed in. Reply: `import`, with all files. */
  | { op: "takeOut"; file: string }
  /** Takes back the last import or decision. Reply: `import`, with all files. */
  | { op: "undo" }
  /** Does again what was taken back last. Reply: `import`, with all files. */
  | { op: "redo" }
  /** Says what a transaction is, or every one of its merchant. Reply: `import`; `preview` where only that is asked. */
  | ({ op: "correct" } & Correct)
  /** The rules: their text and what each line has done. */
  | { op: "rules" }
  /** Takes on another text of rules. Reply: as to `correct`. */
  | { op: "setRules"; text: string; preview?: boolean }
  /** Whether what is learned from corrections only becomes guesses. Reply: `import`. */
  | { op: "suggestOnly"; on: boolean }
  /** All files there are, as an import of them would report. Reply: `import`. */
  | { op: "files" }
  /** A page of the matches that were made, those that wait for the person first; or those of one transaction. */
  | { op: "decisions"; offset?: number; limit?: number; transaction?: string | null }
  /**
   * Says of a match that it is right or wrong, or makes one. Of one row that a file repeats, `duplicate` and `undone` say
   * that there are two purchases: `file` is the name of the file that has the other. Replies as `undo` does.
   */
  | {
      op: "decide"; kind: string; transactions: string[]; verdict: "confirmed" | "undone" | "open" | "made";
      today?: IsoDate | null; file?: string | null;
    }
  /** The accounts with their balances by day and what their files cover. */
  | { op: "accounts" }
  /** Notes something on a transaction; what is not given stays. Replies as `undo` does. */
  | { op: "mark"; transaction: string; note?: string | null; tags?: string[] | null; today?: IsoDate | null }
  /** Splits a transaction into parts that add up to it; none makes it whole again. Replies as `undo` does. */
  | { op: "split"; transaction: string; parts: { category: string; amount: Decimal; note?: string | null }[]; today?: IsoDate | null }
  /** Names an account, or says of what kind it is. Replies as `undo` does. */
  | { op: "account"; account: string; name?: string | null; kind?: AccountKind | null; today?: IsoDate | null }
  /** Takes two accounts for one, the second one's name and number standing. Replies as `undo` does. */
  | { op: "merge"; account: string; into: string; today?: IsoDate | null }
  /** Takes a file's rows out of an account that has others too. Replies as `undo` does. */
  | { op: "apart"; account: string; file: string; today?: IsoDate | null }
  /** The exchange rates that the person gave. */
  | { op: "rates" }
  /** Takes these rates for the ones typed. Replies as `undo` does. */
  | { op: "setRates"; rates: Omit<RateSaid, "typed">[] }
  /** Cancels a running import: its files so far stay, the current one is left out. */
  | { op: "cancel"; target: number }
  /** The overview of the account books. */
  | ({ op: "overview" } & OverviewOf)
  /** Findings, ranked. */
  | { op: "insights"; today: IsoDate }
  /** A question in plain words. Reply: `answer`. */
  | ({ op: "ask" } & Ask)
  /** A page of the rows an answer counted or left out, at most 500. */
  | { op: "proof"; answer: number; offset: number; limit: number }
  /** A page of the transactions. */
  | ({ op: "rows" } & RowsOf)
  /** Transactions as text of comma-separated values (RFC 4180): those, and in the order, that `rows` gives. */
  | ({ op: "export" } & RowsOf)
  /** The ledger as a journal that other programs read. Reply: `export`. */
  | { op: "journal"; to: "hledger" | "beancount" | "csv" | "json" }
  /** Everything. */
  | { op: "ledger" }
  /** Begins a new conversation: the next question inherits nothing. */
  | { op: "forget" }
  /** Forgets every file and decision. */
  | { op: "erase" };

/** A request with the id that its replies carry. */
export type Envelope = Request & { id: number };

/** What was asked for. */
export type Body =
  | ({ op: "defaults" } & Defaults)
  | ({ op: "import" } & ImportReport)
  | ({ op: "overview" } & Overview)
  | ({ op: "insights" } & Insights)
  | ({ op: "answer" } & Answer)
  | ({ op: "proof" } & ProofPage)
  | ({ op: "rows" } & RowsPage)
  | ({ op: "export" } & Export)
  | ({ op: "ledger" } & LedgerReport)
  | ({ op: "rules" } & RulesReport)
  | ({ op: "preview" } & ChangesPreview)
  | ({ op: "decisions" } & DecisionsPage)
  | ({ op: "accounts" } & AccountsPanel)
  | ({ op: "rates" } & RatesReport)
  /** To what gives nothing back. */
  | { op: "done" };

/** A reply, or word of how far it is, with the request's id. */
export type Outgoing =
  | { id: number; type: "ok"; body: Body }
  | ({ id: number; type: "error" } & Failure)
  | ({ id: number; type: "progress" } & ImportProgress);

/** The defaults of every option, in one place. */
export interface Defaults {
  /** The version of these messages. */
  version: number;
  /** BCP 47 tag. */
  locale: string;
  /** The largest file that is read, in bytes. */
  maxFileBytes: number;
  /** The longest question, in characters. */
  maxQuestionChars: number;
}

/** What the person says of a row. */
export interface Correct {
  /** The transaction's id. */
  transaction: string;
  /** PFC v2 detailed code, or the name of a category of the person's own; `null` takes back what was said. */
  category: string | null;
  /** For a name that is new: the code of the category it is to be below. */
  under?: string;
  /**
   * `row`, from which is learned what is like it, or `only` that row and nothing else; `merchant` for every row of its
   * merchant, now and later; `rule` for every row of the rule that decides it. Where absent it is `row`, which is `only`
   * where a rule decides the row, for a rule stands over a correction and an exception over the rule.
   */
  scope?: "row" | "only" | "merchant" | "rule";
  /** Whether it is only to be said what would come of it. */
  preview?: boolean;
}

/** Files to read, in the order given. */
export interface ImportFiles {
  /** The files. */
  files: FileBytes[];
  /** ISO 4217, taken where a file names none; the configured one where absent. */
  currency?: string | null;
  /** Whether rows of a file that leaves its reading open stay out until `settle`; else the likelier is taken. */
  asks?: boolean | null;
}

/** Rows of one account to read. */
export interface ImportRows {
  /** What stands for a file's name in reports: whose rows they are. */
  name: string;
  /** The account they are on. */
  account: RowsAccount;
  /** The rows. */
  rows: HandedRow[];
  /** ISO 4217, taken where neither account nor row names one; the configured one where absent. */
  currency?: string | null;
}

/** The account of rows that are handed in. */
export interface RowsAccount {
  /** What the person sees. */
  name: string;
  /** ISO 4217, where the rows name none. */
  currency?: string | null;
  /** `current`, `savings`, `card`, `loan` or `cash`; anything else is told from the name. */
  kind?: AccountKind | null;
  /** Its number. */
  identifier?: string | null;
}

/** A row that is handed in. What is missing or cannot be read is an issue of that row. */
export interface HandedRow {
  /** ISO 8601. */
  postingDate?: IsoDate;
  /** Signed, with a decimal point; negative leaves the account. */
  amount?: string;
  /** ISO 4217. */
  currency?: string | null;
  /** As the bank prints it. */
  descriptor?: string;
  /** ISO 8601. */
  valueDate?: IsoDate | null;
  /** ISO 8601. */
  transactionDate?: IsoDate | null;
  /** The other party's name. */
  counterparty?: string | null;
  /** A reference given by one of the parties. */
  reference?: string | null;
  /** ISO 18245. */
  mcc?: string | null;
  /** Whether the bank has not booked it yet. */
  pending?: boolean;
  /** The balance after it. */
  balanceAfter?: string | null;
  /** The bank's id of it. */
  id?: string | null;
}

/** What holds for what comes later. */
export interface Configure {
  /** ISO 4217, taken where a file names none; `null` for none. */
  currency?: string | null;
}

/** A file as it is handed in. */
export interface FileBytes {
  /** Its name, for reports. */
  name: string;
  /** Its bytes (in JSON, its text or an array of bytes). */
  bytes: Uint8Array | string;
}

/** Which overview. */
export interface OverviewOf {
  /** The day it is. */
  today: IsoDate;
  /** BCP 47 tag, for the first day of the week. */
  locale?: string | null;
  /** The month shown in the breakdown; the last complete one where absent. */
  period?: Period | null;
  /** The currency shown; the one with most rows where absent. */
  currency?: string | null;
}

/** A question in plain words. */
export interface Ask {
  /** The words. */
  question: string;
  /** The day it is. */
  today: IsoDate;
  /** BCP 47 tag, for the first day of the week. */
  locale?: string | null;
  /** Whether the proof lists every id (`full`) or only counts and sums (`summary`), which is quicker. */
  proof?: "full" | "summary";
  /** What the page found out about its own seal, for a question about privacy. */
  browser?: Facts | null;
}

/** What a page found out about its own seal, and what the page around it was told. */
export interface Facts {
  /** The protections, in this order; empty while nothing is known. */
  checks: { what: "engine" | "page" | "host" | "disk"; passed: boolean | null; tried: number }[];
  /** Who embeds the page, `bank.example`; empty where the browser does not say, null in a tab of its own. */
  host: string | null;
  /** What became of the header that keeps a page from every address. */
  allowlist: "held" | "absent" | "unsupported" | null;
  /** How well the page is sealed. */
  seal: "whole" | "partly" | "none" | null;
  /** Whether files are taken. */
  open: boolean | null;
  /** Whether the browser would let anything be kept. */
  storage: boolean;
  /** Whether files can be handed to the person. */
  downloads: boolean;
  /** Messages that no rule let through. */
  dropped: number;
  /** What the page around was told, by kind of message. */
  told: { type: string; count: number; at: string }[];
  /** How many answers the person has shared. */
  shared?: number | null;
}

/** Transactions as text. */
export interface Export {
  /** RFC 4180, with a line of headings. */
  text: string;
}

/** Which transactions. */
export interface RowsOf {
  /** Rows to pass over. */
  offset: number;
  /** Rows to give, at most 500. */
  limit: number;
  /** What they have to meet. */
  filter?: Criteria;
  /** The days they lie in. */
  period?: Period | null;
  /** Only those that need review. */
  needsReview?: boolean;
  /** Only those an answer counted, by the answer's number. */
  answer?: number | null;
  /** Oldest first instead of newest first. */
  oldestFirst?: boolean;
  /** The largest amounts first, instead of the newest; of what needs review, by the money of the merchant. */
  largestFirst?: boolean;
}

/** Why a request was not done. */
export interface Failure {
  /**
   * Stable, kebab-case: `cancelled`, `request-unreadable`, `date-unreadable`, `currency-unreadable`,
   * `answer-forgotten`, `not-here`, `not-one`, `not-paired`, `not-whole`, `not-kept`, `name-taken`, `other-currency`.
   */
  code: string;
  /** The words as a template. */
  says: Says;
  /** The words in the invariant English. */
  sentence: string;
}

/** How far an import is. */
export interface ImportProgress {
  /** The file's name. */
  file: string;
  /** Which file, counted from 0. */
  fileIndex: number;
  /** How many files. */
  files: number;
  /** `reading`, `matching` or `categorising`. */
  stage: "reading" | "matching" | "categorising";
  /** Rows of this file so far. */
  rows: number;
  /** Bytes of this file behind the reader. */
  bytesRead: number;
  /** Bytes of this file. */
  bytesTotal: number;
}
