// What crosses the engine's door: values, statements and the ledger. The same shapes as `src/wire` has, which tests hold
// this file to.

/** A date as `"2025-03-31"`. */
export type IsoDate = string;

/** A decimal number as a string, so that nothing is lost: `"0.93"`. */
export type Decimal = string;

/** What an account is. */
export type AccountKind = "current" | "savings" | "card" | "loan" | "cash";

/** Money, exact: a decimal string and a currency code, `null` where no file names one. */
export interface Money {
  /** Signed decimal: `-12.50`. */
  amount: string;
  /** ISO 4217 code. */
  currency: string | null;
}

/** Half-open: `end` is the first day that no longer counts. */
export interface Period {
  /** First day, ISO 8601. */
  start: IsoDate;
  /** First day after, ISO 8601. */
  end: IsoDate;
}

/** A sentence as a template's name with typed arguments; the view words it, see `phrase`. */
export interface Says {
  /** The template's name; `joined` puts its `parts` one after the other. */
  template: string;
  /** The arguments by name. */
  arguments: Record<string, Argument>;
}

/** A typed value in a sentence. */
export type Argument =
  | { type: "money"; value: Money }
  | { type: "date"; value: IsoDate }
  | { type: "period"; value: Period }
  /** How many. */
  | { type: "count"; value: number }
  /** Which one, counted from 1. */
  | { type: "ordinal"; value: number }
  /** A share from `"0"` to `"1"`. */
  | { type: "ratio"; value: Decimal }
  | { type: "number"; value: Decimal }
  | { type: "bytes"; value: number }
  /** Words of the person's own data, shown as they are. */
  | { type: "text"; value: string }
  /** A category's code. */
  | { type: "category"; value: string }
  /** A word of ours, by its key in the label table. */
  | { type: "label"; value: string }
  /** Several, joined as the language joins a list. */
  | { type: "list"; value: Argument[] }
  /** A phrase in the phrase. */
  | { type: "phrase"; value: Says };

/** One thing that is wrong with the input. */
export interface Issue {
  /** Stable, kebab-case. */
  code: string;
  /** `note`, `warning`, `rowSkipped` or `failed`. */
  severity: "note" | "warning" | "rowSkipped" | "failed";
  /** Where. */
  at: Place;
  /** What was seen, at most 40 characters. */
  found: string;
  /** What would have been right, in the invariant English. */
  expected: string;
  /** The whole message as a template. */
  says: Says;
  /** The whole message in the invariant English. */
  sentence: string;
}

/** Where an issue is. */
export interface Place {
  /** The file's name. */
  file: string | null;
  /** The line, counted from 1. */
  row: number | null;
  /** The column's header or the field's tag. */
  column: string | null;
}

/** What was read, file by file. */
export interface ImportReport {
  /** The files of this import, in order; all there are where files were read again. */
  files: FileReport[];
  /** Every account there is now. */
  accounts: AccountReport[];
  /** Transactions there are now. */
  transactions: number;
  /** Of these, how many need review. */
  needsReview: number;
  /** For the sample household: its name and the day it is there. */
  sample: SampleReport | null;
  /** Questions to begin with, from this person's own data. */
  suggestions: string[];
  /** What was done last, and `undo` takes back. */
  undo: Says | null;
  /** What was taken back last, and `redo` does again. */
  redo: Says | null;
}

/** The sample household. */
export interface SampleReport {
  /** Its name. */
  name: string;
  /** The day it is there. */
  today: IsoDate;
}

/** What was read from one file. */
export interface FileReport {
  /** What it is known by in this session: `f1`. */
  id: string;
  /** Its name. */
  name: string;
  /** `csv`, `camt`, `mt940`, `ofx`, `qif`, or `rows` of a host; `null` where it could not be read. */
  format:
    | "csv" | "camt" | "mt940" | "ofx" | "qif" | "json" | "xlsx" | "xls" | "ods" | "spreadsheetxml" | "html" | "rows"
    /** A file of exchange rates, which has no rows. */
    | "rates"
    | null;
  /** WHATWG label; `null` where there were no bytes. */
  encoding: string | null;
  /** How a delimited file was read. */
  dialect: Dialect | null;
  /** Its (first) account. */
  account: string | null;
  /** Its (first) account's currency. */
  currency: string | null;
  /** The days it covers. */
  period: Period | null;
  /** Balance before the first row. */
  opening: Money | null;
  /** Balance after the last row. */
  closing: Money | null;
  /** `agrees`, `disagrees` or `nothingToCheck`. */
  checked: "agrees" | "disagrees" | "nothingToCheck";
  /** What its rows were compared with. */
  checkedBy: CheckedBy[];
  /** The bank, by its name or id. */
  bank: string | null;
  /** How many entries it holds. */
  rowCount: number;
  /** How many of them were new to the ledger. */
  added: number;
  /** How many were here already. */
  already: number;
  /** The entries as the file holds them; only in the `ledger` reply, else empty. */
  rows: StatementRow[];
  /** Rows that gave no entry. */
  skipped: Skipped[];
  /** What was wrong; at most 200 in an `import` reply. */
  issues: Issue[];
  /** How many issues there are in all. */
  issueCount: number;
  /** What it leaves open, with both readings. */
  questions: Question[];
  /** Whether its rows stay out of the ledger until those are settled. */
  waits: boolean;
}

/** Something of a file that its rows were compared with. */
export interface CheckedBy {
  /** The balance after each row, opening and closing balance, or counts and sums that the file states. */
  what: "running-balance" | "opening-and-closing" | "counts-and-sums";
  /** How often it agreed. */
  agree: number;
  /** How often it was compared. */
  of: number;
}

/** What a file leaves open, read both ways. */
export interface Question {
  /** The code of the issue that says so. */
  code: "date-order-ambiguous" | "decimal-mark-ambiguous" | "sign-ambiguous" | "amount-column-ambiguous";
  /** The column's header, or the field's tag. */
  column: string;
  /** The choice that is read by: the person's, else the likelier. */
  taken: Choice;
  /** Who chose it. */
  by: "user" | "engine";
  /** The two readings, the likelier first. */
  sides: [Side, Side];
}

/** A way to read what a file leaves open; `column3` takes the amounts of the third column. */
export type Choice =
  | "dayFirst"
  | "monthFirst"
  | "decimalPoint"
  | "decimalComma"
  | "positiveIn"
  | "positiveOut"
  | `column${number}`;

/** One of two readings of a file. */
export interface Side {
  /** For `settle`. */
  choice: Choice;
  /** At most three rows that show the difference, the same on both sides. */
  rows: SideRow[];
  /** What would follow, as a template. */
  follows: Says;
  /** The same in the invariant English. */
  sentence: string;
}

/** A row as one of two readings has it. */
export interface SideRow {
  /** The line, counted from 1. */
  row: number;
  /** What is printed there. */
  printed: string;
  /** The first of its characters that are read differently, counted from 0. */
  markedFrom: number;
  /** The one after the last of them. */
  markedTo: number;
  /** ISO 8601, where a row is read there. */
  postingDate: IsoDate | null;
  /** Signed; negative leaves the account. */
  amount: Money | null;
  /** As printed. */
  descriptor: string;
}

/** An entry as the file holds it. */
export interface StatementRow {
  /** The line, counted from 1. */
  row: number;
  /** ISO 8601. */
  postingDate: IsoDate;
  /** ISO 8601. */
  valueDate: IsoDate | null;
  /** ISO 8601. */
  transactionDate: IsoDate | null;
  /** Signed; negative leaves the account. */
  amount: Money;
  /** As printed. */
  descriptor: string;
  /** Whether the bank has not booked it yet. */
  pending: boolean;
  /** The balance after it. */
  balance: Money | null;
  /** The other party's name, where the file has it in a field of its own. */
  counterparty?: string;
  /** The other party's account. */
  counterpartyAccount?: string;
  /** A reference given by one of the parties. */
  reference?: string;
  /** The reference that stays with a payment to its end. */
  endToEndId?: string;
  /** The mandate of a direct debit. */
  mandateId?: string;
  /** The bank's id of the entry. */
  bankId?: string;
  /** The bank's own type or transaction code. */
  bankCode?: string;
  /** The bank's own category. */
  bankCategory?: string;
  /** Merchant category code, ISO 18245. */
  mcc?: string;
  /** What was charged for it, as a magnitude. */
  charges?: Money;
  /** The amount in the currency of the purchase, signed like the booked one. */
  original?: Money;
  /** The payments of a batch that was booked as one entry. */
  details?: PaymentDetail[];
}

/** One payment of a batch. */
export interface PaymentDetail {
  /** Its own amount, signed; the entry's counts. */
  amount: Money | null;
  /** As printed. */
  descriptor: string | null;
  /** The other party's name. */
  counterparty: string | null;
  /** The other party's account. */
  counterpartyAccount?: string;
  /** A reference given by one of the parties. */
  reference?: string;
  /** The reference that stays with the payment to its end. */
  endToEndId: string | null;
  /** The mandate of a direct debit. */
  mandateId?: string;
}

/** A row that gave no entry. */
export interface Skipped {
  /** The line, counted from 1. */
  row: number;
  /** The code of the issue that says why. */
  code: string;
}

/** How a delimited file was read, with the evidence. */
export interface Dialect {
  /** One character. */
  delimiter: string;
  /** The header's line, counted from 1. */
  header: number | null;
  /** The columns. */
  columns: Column[];
  /** `DD/MM/YYYY` or the like. */
  dateOrder: string;
  /** `.` or `,`. */
  decimalMark: string | null;
  /** `signed`, `inverted`, `twoColumns` or `directionColumn`. */
  sign: "signed" | "inverted" | "twoColumns" | "directionColumn";
  /** What spoke for it. */
  evidence: Evidence[];
  /** Codes of what the file leaves open. */
  open: string[];
  /** How sure the reading is, from `0` to `1`: as its weakest part. */
  confidence: Decimal;
}

/** One thing that spoke for a reading. */
export interface Evidence {
  /** Kebab-case. */
  what: string;
  /** In how many rows. */
  rows: number;
}

/** A column and what it holds. */
export interface Column {
  /** As printed. */
  header: string;
  /** camelCase role. */
  role: string;
}

/** An account. */
export interface AccountReport {
  /** `a1`. */
  id: string;
  /** What the person sees. */
  name: string;
  /** `current`, `savings`, `card`, `loan` or `cash`. */
  kind: AccountKind;
  /** ISO 4217. */
  currency: string | null;
  /** All but the last four characters hidden. */
  identifier: string | null;
  /** The last balance that is known. */
  balance: Money | null;
  /** The day of that balance. */
  balanceDate: IsoDate | null;
  /** Whether a file states it, or it follows from one that is stated and the rows after it. */
  balanceStated?: boolean;
  /** From its first row to its last. */
  period: Period | null;
  /** How many transactions it has. */
  transactions: number;
}

/** The whole report of the contract. */
export interface LedgerReport {
  /** Every file, with its rows. */
  files: FileReport[];
  /** Every account. */
  accounts: AccountReport[];
  /** What all files together say once. */
  transactions: Transaction[];
  /** Every match that was made. */
  decisions: Decision[];
  /** Every issue of every file. */
  issues: Issue[];
}

/** A transaction of the ledger. */
export interface Transaction {
  /** Stable: the same rows give the same id in any order of import. */
  id: string;
  /** The account's id. */
  account: string;
  /** ISO 8601. */
  postingDate: IsoDate;
  /** ISO 8601. */
  valueDate: IsoDate | null;
  /** ISO 8601. */
  transactionDate: IsoDate | null;
  /** Signed; negative leaves the account. */
  amount: Money;
  /** The amount in the currency of the purchase. */
  original: Money | null;
  /** As printed. */
  descriptor: string;
  /** The business it was resolved to. */
  merchant: string | null;
  /** Who stands between. */
  intermediary: string | null;
  /** PFC v2 detailed code; `null` needs review. */
  category: string | null;
  /** The person's own category, below that one. */
  ownCategory?: string;
  /** The category's display group. */
  group: string;
  /** The person's own group. */
  ownGroup?: string;
  /** From `0` to `1`. */
  confidence: Decimal;
  /** What decided the category. */
  reason: Reason;
  /** The best guesses where it needs review. */
  guesses: Guess[];
  /** What it counts as: `purchase`, `refund`, `income`, `transfer`, `repayment`, `savings`; `nothing` where it is of no amount. */
  countsAs: "purchase" | "refund" | "income" | "transfer" | "repayment" | "savings" | "nothing";
  /** Whether the bank has not booked it yet. */
  pending: boolean;
  /** The other leg of an own transfer or card repayment. */
  transferOf: string | null;
  /** The purchase it refunds. */
  refundOf: string | null;
  /** The balance after it, where its file gives one. */
  balance?: Money;
  /** The other party's name, where its file has it in a field of its own. */
  counterparty?: string;
  /** The other party's account. */
  counterpartyAccount?: string;
  /** A reference given by one of the parties. */
  reference?: string;
  /** The reference that stays with a payment to its end. */
  endToEndId?: string;
  /** The mandate of a direct debit. */
  mandateId?: string;
  /** The bank's id of the entry. */
  bankId?: string;
  /** The bank's own type or transaction code. */
  bankCode?: string;
  /** The bank's own category. */
  bankCategory?: string;
  /** Merchant category code, ISO 18245. */
  mcc?: string;
  /** What was charged for it, as a magnitude. */
  charges?: Money;
  /** What the person noted on it. */
  note?: string;
  /** Their tags. */
  tags?: string[];
  /** Its parts, where the person split it; they add up to it, and figures by category count them. */
  parts?: TransactionPart[];
  /** For a part that is counted alone: the transaction it is of. */
  partOf?: { id: string; amount: Money };
  /** Where it was read. */
  sources: Source[];
  /** The payments of a batch that was booked as one entry. */
  details?: PaymentDetail[];
}

/** A part of a transaction that the person split. */
export interface TransactionPart {
  /** The part's own id. */
  id: string;
  /** PFC v2 detailed code. */
  category: string | null;
  /** The person's own category, below that one. */
  ownCategory: string | null;
  /** The category's display group. */
  group: string;
  /** Signed. */
  amount: Money;
  /** What it counts as. */
  countsAs: Transaction["countsAs"];
  /** The note on it. */
  note: string | null;
}

/** What decided a category. */
export interface Reason {
  /** `rule`, `correction`, `phrase`, `brand`, `mcc`, `bankCategory`, `word`, `learned`, `pair` or `nothing`. */
  kind: string;
  /** The rule, phrase, brand, code or word; for `learned` the descriptor of the corrected row it is like. */
  detail: string | null;
  /** The id of that row. */
  example?: string;
}

/** A category that may be right. */
export interface Guess {
  /** PFC v2 detailed code. */
  category: string;
  /** From `0` to `1`. */
  confidence: Decimal;
}

/** Where a transaction was read. */
export interface Source {
  /** The file's name. */
  file: string;
  /** The line, counted from 1. */
  row: number;
}

/** A match that was made. */
export interface Decision {
  /** `d1`. */
  id: string;
  /** `duplicate`, `transfer`, `repayment`, `refund`. */
  kind: string;
  /** The transactions it is about. */
  transactions: string[];
  /** Why. */
  reason: DecisionReason;
  /** From `0` to `1`. */
  confidence: Decimal;
  /** `engine` or `user`. */
  by: "engine" | "user";
  /** What the person said. */
  verdict: "open" | "confirmed" | "undone" | "made";
  /** The day they said it, where their page told it. */
  day?: IsoDate;
}

/** Why a match was made. */
export interface DecisionReason {
  /** Kebab-case: `same-row`, `opposite-amounts`, `same-merchant`. */
  kind: string;
  /** Days between the two, where that spoke. */
  daysApart: number | null;
  /** How many rows it speaks of, for duplicates of a whole file. */
  rows: number;
  /** How many of the second currency one of the first was worth. */
  rate: Decimal | null;
  /** What was taken on the way. */
  fee: Money | null;
}

/** A page of the transactions table. */
export interface RowsPage {
  /** How many rows the filter leaves. */
  total: number;
  /** How many rows there are without it. */
  of: number;
  /** Rows passed over. */
  offset: number;
  /** The rows. */
  rows: Transaction[];
  /** Totals of all rows the filter leaves, one a currency. */
  totals: RowsTotal[];
  /** All in the currency of most rows, at the rates of the last row's day, where the person gave rates. */
  combined?: Combined;
  /** What waits for the person, where the rows that need review are asked for by money. */
  waiting?: RowsWaiting;
}

/** What waits for a word of the person. */
export interface RowsWaiting {
  /** How many merchants it is of; rows that name none are told apart by what the bank printed. */
  merchants: number;
  /** What the rows come to as magnitudes, one sum a currency. */
  sums: Money[];
}

/** What the filtered rows come to in one currency. */
export interface RowsTotal {
  /** Purchases less refunds, as a signed sum. */
  spending: Money;
  /** How many rows that is. */
  spendingCount: number;
  /** Income. */
  income: Money;
  /** How many rows that is. */
  incomeCount: number;
  /** Rows between own accounts, not counted. */
  transferCount: number;
}

/** The rules, as they stand. */
export interface RulesReport {
  /** The text, word for word. */
  text: string;
  /** The lines that give rows something, in the order in which they count. */
  rules: RuleReport[];
  /** The person's own categories. */
  ownCategories: OwnCategory[];
  /** The person's own groups. */
  ownGroups: OwnGroup[];
  /** Whether what is learned from corrections only becomes guesses. */
  suggestOnly: boolean;
  /** The lines that could not be read and are left out: `rule-unreadable`. */
  issues: Issue[];
}

/** A line that gives rows something. */
export interface RuleReport {
  /** The line, counted from 1. */
  line: number;
  /** The line without its comment. */
  text: string;
  /** The transaction, where it is a correction of one that is here. */
  transaction: string | null;
  /** How many rows it has given something. */
  rows: number;
}

/** A category of the person's own. */
export interface OwnCategory {
  /** Its name. */
  name: string;
  /** The code of the category it is below. */
  under: string;
}

/** A group of the person's own. */
export interface OwnGroup {
  /** Its name. */
  name: string;
  /** Codes, and names of the person's own categories. */
  categories: string[];
}

/** What would come of a correction or of a text of rules. */
export interface ChangesPreview {
  /** The transaction, where it is about one. */
  transaction: string | null;
  /** The best guesses for it, surest first. */
  guesses: Guess[];
  /** The person's own categories there are to choose from. */
  ownCategories: OwnCategory[];
  /** Its merchant. */
  merchant: string | null;
  /** How many transactions the merchant has. */
  merchantRows: number;
  /** The rule that decides it, or would but for what was said of it alone. */
  rule: RuleReport | null;
  /** How many transactions would change. */
  count: number;
  /** Those, newest first, at most 50. */
  changes: CategoryChange[];
  /** How many more would change, were that rule changed, or were it said of the whole merchant where there is none. */
  more: number;
  /** The lines of the text that cannot be read. */
  issues: Issue[];
}

/** A transaction that would change. */
export interface CategoryChange {
  /** As it is now. */
  transaction: Transaction;
  /** What it would be: PFC v2 detailed code; `null` needs review. */
  category: string | null;
  /** The display group of that. */
  group: string;
  /** The person's own category that it would be. */
  ownCategory: string | null;
  /** From `0` to `1`. */
  confidence: Decimal;
  /** Whether only a likeness to a corrected row says so. */
  learned: boolean;
}

/** A page of matches: those that wait for the person first, then the largest amount first. */
export interface DecisionsPage {
  /** How many there are. */
  total: number;
  /** How many wait for the person. */
  needsReview: number;
  /** Matches passed over. */
  offset: number;
  /** The matches. */
  decisions: DecisionShown[];
}

/** A match with its first rows. */
export interface DecisionShown {
  /** The match. */
  decision: Decision;
  /** Whether it waits for the person. */
  needsReview: boolean;
  /** Its first rows, in its order, at most three. */
  rows: Transaction[];
  /** The file whose rows were here already. */
  file: string | null;
}

/** Every account with its days. */
export interface AccountsPanel {
  /** In the order they were met. */
  accounts: AccountDays[];
}

/** An account with the days its files cover. */
export interface AccountDays {
  /** The account. */
  account: AccountReport;
  /** The bank, by name or id. */
  bank: string | null;
  /** The files that have rows of it. */
  files: { id: string; name: string }[];
  /** The months from its first to its last, oldest first, with the balance after the last row of each. */
  months: { period: Period; cover: "covered" | "partly" | "gap"; balance: Money | null }[];
  /** The days that no file covers, between those that some do. */
  gaps: Period[];
  /** Where stated balances differ by something else than the rows between them. */
  breaks: { period: Period; missing: Money }[];
  /** The balance at the end of each day with rows, where it follows from a stated one. */
  balances: { date: IsoDate; balance: Money }[];
}

/** A rate: one `from` is `value` of `to`. */
export interface RateSaid {
  /** ISO 4217. */
  from: string;
  /** Above nothing, with a decimal point. */
  value: Decimal;
  /** ISO 4217. */
  to: string;
  /** The day it is of. */
  date: IsoDate;
  /** Whether it was typed, and is of no file. */
  typed: boolean;
}

/** Every rate there is. */
export interface RatesReport {
  /** Those typed; they count before those of files. */
  typed: RateSaid[];
  /** Those of files of the European Central Bank. */
  files: { id: string; name: string; period: Period | null; currencies: number }[];
}

/** Sums of several currencies in one, by rates that the person gave; each converted once and rounded once. */
export interface Combined {
  /** Purchases less refunds, as a signed sum. */
  spending: Money;
  /** Income. */
  income: Money;
  /** The rates used, one a currency. */
  rates: RateSaid[];
}
