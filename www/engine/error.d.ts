/** Why a request was not done. Codes are stable; messages may change. */
export type FarthingErrorCode =
  /** A part of it could not be loaded, or the frame was not ready within 20 seconds. */
  | "not-loaded"
  /** The browser did not refuse the network, so no data is taken in. */
  | "not-sealed"
  /** The engine stopped; what it had read is gone. */
  | "engine-stopped"
  /** The person chose not to share. */
  | "declined"
  /** The person is being asked to share something else. */
  | "busy"
  /** The widget took the message and refused it. */
  | "refused"
  /** The widget said nothing within 20 seconds. */
  | "unanswered"
  /** What was handed in has the wrong shape; `details` says where. */
  | "invalid"
  /** The element was taken out of the page. */
  | "removed"
  /** The element was moved by other means than `moveBefore`, so its frame began anew. */
  | "restarted"
  /** The element was disposed of. */
  | "disposed"
  /** The engine was closed. */
  | "closed"
  /** The engine speaks another version of its messages than was asked for; `details.version` is its own. */
  | "version-unknown"
  /** A request to the engine could not be read. */
  | "request-unreadable"
  /** A date in a request is not of the form `2025-03-31`. */
  | "date-unreadable"
  /** A currency in a request is not an ISO 4217 code. */
  | "currency-unreadable"
  /** The answer asked about is too long ago. */
  | "answer-forgotten"
  /** There is no such file, row, account, choice or step. */
  | "not-here"
  /** Two rows of two accounts, currencies or directions are not one. */
  | "not-one"
  /** Two rows that both leave, both come in or are of one account make no such pair. */
  | "not-paired"
  /** The parts of a transaction do not add up to it. */
  | "not-whole"
  /** The files have to be read again, and one of them was too large to be kept or has changed. */
  | "not-kept"
  /** Another account is called that. */
  | "name-taken"
  /** Two accounts in two currencies are not one. */
  | "other-currency"
  /** The request was cancelled. */
  | "cancelled";

/** What is known beyond the code. */
export interface FarthingErrorDetails {
  /** Of `invalid`: the row, counted from 0. */
  readonly row?: number;
  /** Of `invalid`: the field of the row or account. */
  readonly field?: string;
  /** Of `invalid`: the longest text that is taken. */
  readonly longest?: number;
  /** Of a failed `importTransactions`: how many rows had been taken before. */
  readonly taken?: number;
  /** Of `not-loaded`: where the assets were looked for. */
  readonly assets?: string;
  /** Of `version-unknown`: the version of this engine. */
  readonly version?: number;
  /** Of `engine-stopped`: the number of the function in the engine's module. */
  readonly function?: number;
  /** Of `engine-stopped`: the byte in the module, where the browser tells it. */
  readonly offset?: number | null;
}

/** What every rejection of this package is, but for an aborted signal, which rejects with its reason. */
export class FarthingError extends Error {
  constructor(code: FarthingErrorCode, message: string, details?: FarthingErrorDetails | null);
  readonly name: "FarthingError";
  /** Why. */
  readonly code: FarthingErrorCode;
  /** Where, as far as it is known. */
  readonly details: FarthingErrorDetails | null;
}
