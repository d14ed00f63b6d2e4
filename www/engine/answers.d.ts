// What crosses the engine's door: answers, findings and the overview.
import type {
  AccountReport, Argument, Combined, Decimal, IsoDate, Money, Period, RateSaid, Reason, Says, Transaction,
} from "./values.js";

/** How a figure is drawn: proved by rows, of a period that is not over, an estimate, or the person's own words. */
export type FigureRule = "proved" | "soFar" | "estimate" | "quoted";

/** What is measured. */
export type Measure =
  | "spend" | "income" | "net" | "count" | "mean" | "median" | "largest" | "smallest" | "share" | "balance" | "list" | "series"
  | "breakdown" | "compare" | "explainChange" | "trend" | "recurring" | "upcoming" | "forecast" | "afford" | "safeToSpend" | "budget"
  | "anomalies" | "duplicates" | "refunds" | "transfers" | "cash" | "fees" | "savingsRate" | "payday" | "command" | "howComputed"
  | "privacy";

/** The answer to a question. */
export interface Answer {
  /** Its number in this session, for `proof` and `rows`. */
  number: number;
  /** The words that were asked. */
  question: string;
  /** `answered`, `partly`, `notUnderstood` or `outOfScope`. */
  status: "answered" | "partly" | "notUnderstood" | "outOfScope";
  /** How it was read. */
  plan: Plan | null;
  /** The figure. */
  value: Value;
  /** How the figure is drawn: `proved`, `soFar`, `estimate` or `quoted`. */
  rule: FigureRule;
  /** The same in each currency, where there are several. */
  sums: Money[];
  /** What they come to in one, where the person gave rates. */
  combined: CombinedSum | null;
  /** The groups, items or periods the figure is made of. */
  rows: AnswerRow[];
  /** What is drawn, if anything. */
  chart: Chart | null;
  /** The sentence as a template. */
  says: Says;
  /** The sentence in the invariant English. */
  sentence: string;
  /** What is unusual: partial period, pending rows, several currencies. */
  notes: Says[];
  /** What proves it. */
  proof: Proof;
  /** What came from the question before, as words of `include`, `period`, `measure`. */
  inherited: string[];
  /** Words it could not use. */
  unrecognised: string[];
  /** The nearest questions it can answer, or good ones to go on with. */
  suggestions: string[];
}

/** Sums of several currencies in one, with what proves it: never without rates that the person gave. */
export interface CombinedSum {
  /** All of it. */
  total: Money;
  /** The sums it is made of, each converted once and rounded once, a half away from nothing. */
  parts: ConvertedSum[];
}

/** A sum in another currency. */
export interface ConvertedSum {
  /** The sum. */
  sum: Money;
  /** What it comes to. */
  becomes: Money;
  /** The rate and its day; absent where the sum is in the currency of the total. */
  rate: RateSaid | null;
}

/** How a question was read. */
export interface Plan {
  /** See the contract. */
  measure: Measure;
  /** The resolved dates. */
  period: Period | null;
  /** What it is compared with. */
  against: Period | null;
  /** The categories of `include` by the fewest names that say them, for the eye. */
  categoryLabels: Argument[];
  /** Those of `exclude`. */
  leftOutLabels: Argument[];
  /** What rows have to meet. */
  include: Criteria;
  /** What rows must not meet. */
  exclude: Criteria;
  /** `day`, `week`, `month`, `quarter`, `year`, `weekday`, `category`, `merchant`, `account` or `group`, the person's own. */
  groupBy: "day" | "week" | "month" | "quarter" | "year" | "weekday" | "category" | "merchant" | "account" | "group" | null;
  /** How many rows at the most. */
  limit: number | null;
  /** The currency that the figure was asked in, where one was named. */
  currency: string | null;
}

/** What rows have to meet: any of the named in each list, all lists together. */
export interface Criteria {
  /** PFC v2 codes: detailed, primary (all below it), or `group:eating` for a display group. */
  categories?: string[];
  /** Merchants by name. */
  merchants?: string[];
  /** Account ids. */
  accounts?: string[];
  /** Words that the descriptor or merchant contains. */
  text?: string[];
  /** Magnitude at least. */
  minAmount?: string | null;
  /** Magnitude at most. */
  maxAmount?: string | null;
}

/** The figure of an answer: none, yes or no, how many, one sum, one sum a currency, or a date or decimal. */
export type Value = null | boolean | number | Money | Money[] | string;

/** A group, item or period of an answer. */
export interface AnswerRow {
  /** In the invariant English: a merchant, a category's label, `2026-02`. */
  label: string;
  /** The same, typed. */
  says: Argument | null;
  /** Its figure. */
  value: Value;
  /** How many transactions. */
  count: number;
  /** Its share of the whole, from `0` to `1`, where that says something. */
  share: Decimal | null;
  /** The display group, for its colour. */
  group: string | null;
  /** The days it covers, for periods. */
  period: Period | null;
  /** Whether the period is not over. */
  partial: boolean;
  /** The single transaction it is, for lists. */
  transaction: string | null;
}

/** What is drawn: one chart, its points the same figures as the rows. */
export interface Chart {
  /** `columns` (series), `bars` (breakdown), `steps` (two cumulative lines), `waterfall`. */
  kind: "columns" | "bars" | "steps" | "waterfall";
  /** The currency of every figure. */
  currency: string | null;
  /** The points. */
  points: Point[];
  /** The second line of `steps`. */
  against: Point[];
  /** The usual one (median) as a dashed line. */
  usual: Money | null;
  /** The finding in one sentence, for those who cannot see it. */
  says: Says;
}

/** One mark of a chart. */
export interface Point {
  /** The period, category, merchant or day. */
  label: Argument;
  /** Its figure. */
  value: Money;
  /** Its share of the largest magnitude, from `-1` to `1`, so that the view does no arithmetic. */
  share: Decimal;
  /** The display group, for its colour. */
  group: string | null;
  /** Whether it is the one that the sentence is about. */
  key: boolean;
  /** Whether its period is not over. */
  partial: boolean;
  /** How many transactions. */
  count: number;
}

/** What proves an answer. */
export interface Proof {
  /** Ids of the transactions counted; empty in a summary. */
  included: string[];
  /** What was left out that a reader might have expected. */
  excluded: Excluded[];
  /** How many were counted. */
  count: number;
  /** Outflows before refunds. */
  gross: Money | null;
  /** Refunds. */
  refunds: Money | null;
  /** Gross less refunds. */
  net: Money | null;
  /** Arithmetic mean of the counted magnitudes, where an average was asked. */
  mean: Money | null;
  /** Their median. */
  median: Money | null;
  /** SHA-256 over the ids and amounts counted, in order; empty in a summary. */
  digest: string;
}

/** Transactions left out for one reason. */
export interface Excluded {
  /** `transfer`, `repayment`, `savings`, `income`, `refund`, `outsidePeriod`, `otherCurrency`. */
  reason: string;
  /** Their ids; empty in a summary. */
  ids: string[];
  /** How many. */
  count: number;
  /** Their sum, as magnitudes; the first currency's where there are several. */
  sum: Money | null;
}

/** A page of the rows behind an answer. */
export interface ProofPage {
  /** The answer's number. */
  answer: number;
  /** Rows counted in all. */
  total: number;
  /** Rows passed over. */
  offset: number;
  /** The counted rows of this page. */
  rows: Transaction[];
  /** What was left out, each group with its first rows. */
  excluded: ExcludedRows[];
  /** The digest. */
  digest: string;
}

/** Rows left out for one reason. */
export interface ExcludedRows {
  /** As in `Excluded`. */
  reason: string;
  /** How many in all. */
  count: number;
  /** Their sum. */
  sum: Money | null;
  /** The first of them. */
  rows: Transaction[];
}

/** Findings, ranked. */
export interface Insights {
  /** The findings, best first. */
  findings: Finding[];
}

/** One finding. */
export interface Finding {
  /** camelCase: `categoryChange`, `recurring`, `largestPurchases`, … */
  kind: string;
  /** From 1. */
  rank: number;
  /** From `0` to `1`. */
  score: Decimal;
  /** The days it speaks of. */
  period: Period | null;
  /** Its one figure. */
  figure: Value;
  /** How the figure is drawn: `proved`, `soFar`, `estimate` or `quoted`. */
  rule: FigureRule;
  /** What the figure is, in two words: `second charge`. */
  caption: Says | null;
  /** Every number by name. */
  numbers: Record<string, Argument>;
  /** Ids of the transactions behind it. */
  transactions: string[];
  /** The headline as a template. */
  says: Says;
  /** The headline in the invariant English. */
  sentence: string;
  /** The line below it: why it fired. */
  because: Says | null;
  /** Why it fired, typed. */
  reason: Reason;
  /** The day it is no longer worth showing. */
  expires: IsoDate;
  /** A question that opens it. */
  ask: string;
}

/** The overview: one currency at a time. */
export interface Overview {
  /** The day it is. */
  today: IsoDate;
  /** The currency shown. */
  currency: string | null;
  /** Every currency there is, most rows first. */
  currencies: (string | null)[];
  /** The first and last day with rows. */
  covered: Period | null;
  /** Findings to show, at most five. */
  findings: Finding[];
  /** In, out and kept: the last complete month, this month so far, and the usual one by the same day. */
  flows: Flow[];
  /** The month of the breakdowns. */
  period: Period | null;
  /** Whether that month is not over. */
  partial: boolean;
  /** Spending by display group, largest first. */
  byCategory: Breakdown;
  /** Spending by merchant, largest first; at most 12. */
  byMerchant: Breakdown;
  /** The largest purchases of the month. */
  largest: AnswerRow[];
  /** In and out by month: the last thirteen with rows. */
  months: Flow[];
  /** `months` out as a chart. */
  monthsChart: Chart | null;
  /** Recurring payments that are active. */
  recurring: Recurring[];
  /** This month so far against the same days of last month. */
  comparison: Says | null;
  /** The accounts. */
  accounts: AccountReport[];
  /** Transactions in all. */
  transactions: number;
  /** How many need review. */
  needsReview: number;
  /** Files whose rows no figure counts, because they wait for the person. */
  waiting: Says[];
  /** The month in the currency shown, all currencies together, where the person gave rates. */
  combined?: Combined;
}

/** Money in and out over some days. */
export interface Flow {
  /** `month`, `soFar` or `usual` (medians, an estimate). */
  kind: "month" | "soFar" | "usual";
  /** The days. */
  period: Period | null;
  /** Whether the days are not over. */
  partial: boolean;
  /** Money in, zero or more. */
  income: Money;
  /** Spending net of refunds. */
  spending: Money;
  /** In less out. */
  kept: Money;
}

/** Spending, split. */
export interface Breakdown {
  /** The parts, largest first; `share` is of the largest part. */
  rows: AnswerRow[];
  /** How many parts are not among the rows. */
  more: number;
  /** What those come to. */
  moreSum: Money | null;
  /** The whole. */
  total: Money | null;
  /** What proves the whole. */
  proof: Proof;
}

/** A recurring payment. */
export interface Recurring {
  /** Whom. */
  merchant: string;
  /** Display group, for its colour. */
  group: string;
  /** `weekly`, `fortnightly`, `fourWeekly`, `monthly`, `quarterly`, `yearly`. */
  cadence: "weekly" | "fortnightly" | "fourWeekly" | "monthly" | "quarterly" | "yearly";
  /** The last amount, as a magnitude. */
  amount: Money;
  /** What it comes to a month. */
  monthly: Money;
  /** Whether money comes in. */
  income: boolean;
  /** The last charge. */
  last: IsoDate;
  /** The next one expected. */
  next: IsoDate | null;
  /** How many charges. */
  count: number;
  /** Ids of the charges. */
  transactions: string[];
}
