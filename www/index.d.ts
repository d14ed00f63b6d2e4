/**
 * `farthing`: `<farthing-widget>`, one frame that shows Farthing.
 *
 * The page around the element hands things in, and learns that it is there and what the person agreed to share. Nothing
 * else of what is in the frame can be read from outside.
 */
import { FarthingError, type FarthingErrorCode } from "./engine/error.js";

export { FarthingError, type FarthingErrorCode, type FarthingErrorDetails } from "./engine/error.js";

/** The account that rows are on. */
export interface FarthingAccount {
  /** What the person sees: `Everyday`. */
  name: string;
  /** ISO 4217, where the rows name none. */
  currency?: string | null;
  /** What it is; told from the name where absent. */
  kind?: "current" | "savings" | "card" | "loan" | "cash" | null;
  /** Its number; all but the last four characters are hidden in the widget. */
  identifier?: string | null;
}

/** A row as a bank has it. Texts have at most 512 characters; a field that is not listed here is refused. */
export interface FarthingRow {
  /** The day the bank booked it: `2026-03-02`. */
  postingDate: string;
  /** Signed, with a decimal point and at most four decimals; negative leaves the account: `-12.50`. */
  amount: string;
  /** ISO 4217. */
  currency: string;
  /** As the bank prints it. */
  descriptor: string;
  /** The day it counts for interest. */
  valueDate?: string | null;
  /** The day of the purchase. */
  transactionDate?: string | null;
  /** The other party's name. */
  counterparty?: string | null;
  /** A reference given by one of the parties. */
  reference?: string | null;
  /** ISO 18245, four digits. */
  mcc?: string | null;
  /** Whether the bank has not booked it yet. */
  pending?: boolean | null;
  /** The balance after it. */
  balanceAfter?: string | null;
  /** The bank's own id of it. */
  id?: string | null;
}

/** What this browser enforces: `partly` where code in the page could signal what it is shown to the page around. */
export type FarthingSeal = "whole" | "partly";

/** Heights come in steps, so that a size tells nothing. */
export type FarthingHeight = 320 | 480 | 640 | 800;

/** The events of `<farthing-widget>`, by name. None of them bubbles. */
export interface FarthingEventMap {
  /** It takes requests. Comes again when the frame began anew; what a page pushes into it belongs here. */
  "farthing-ready": CustomEvent<{ seal: FarthingSeal }>;
  /** It asked for this height, and got it where there is no `height` attribute. */
  "farthing-resize": CustomEvent<{ height: FarthingHeight }>;
  /** The person shared this text, asked or unasked. `consent` is the id of it in the person's own list. */
  "farthing-share": CustomEvent<{ text: string; consent: string }>;
  /** It cannot go on, or had to start over. */
  "farthing-error": CustomEvent<{ code: FarthingErrorCode }>;
}

/** The attributes of `<farthing-widget>`. */
export interface FarthingAttributes {
  /** Language, script and region such as `en-GB`; the browser's own where absent. */
  locale?: string | null;
  /** The colour scheme; as the system has it where absent. */
  theme?: "light" | "dark" | "system" | null;
  /** ISO 4217: what an amount is in where no file names a currency. */
  currency?: string | null;
  /** Height in pixels, taken up to the next step; what the widget asks for where absent, 640 at first. */
  height?: number | `${number}` | null;
  /** The frame's name for screen readers. */
  label?: string | null;
  /** The folder that `embed.html` is served from: of another origin than the page, or the page could look in. */
  assets?: string | null;
}

/**
 * One frame that shows Farthing.
 *
 * CSS custom properties: `--farthing-accent` (an opaque colour) and `--farthing-radius` (a length, at most 14px).
 */
export declare class FarthingWidget extends HTMLElement {
  /** Where `embed.html` lies, for elements without `assets`: beside the script at first. Set it before an element is in a page. */
  static assets: string;
  static readonly FarthingError: typeof FarthingError;

  /** The attribute. Any height may be set, also as a number. */
  get height(): string | null;
  set height(height: FarthingAttributes["height"] | string);
  /** The attribute. */
  theme: FarthingAttributes["theme"] | (string & {});
  /** The attribute. */
  locale: string | null | undefined;
  /** The attribute. */
  currency: string | null | undefined;
  /** The attribute. */
  label: string | null | undefined;
  /** The attribute. */
  assets: string | null | undefined;

  /**
   * Resolves once the frame takes requests. Rejects with `not-loaded`, `not-sealed`, `removed` or `disposed`.
   * A frame that begins anew has a promise of its own. Requests need not wait for it: they do so themselves.
   */
  readonly ready: Promise<{ seal: FarthingSeal }>;

  /**
   * Hands in rows of one account, 10,000 a message. Resolves when all were taken, before anything is computed; a row that is
   * there already adds nothing. Rejects with `invalid` and where, with nothing sent; else `details.taken` says how many
   * were taken.
   */
  importTransactions(rows: Iterable<FarthingRow>, options: { account: FarthingAccount }): Promise<void>;

  /** Asks on the person's behalf, at most 500 characters. Resolves when the question was taken; the answer stays in the frame. */
  ask(text: string): Promise<void>;

  /**
   * Asks the person to share the answer to a question of at most 280 characters. Resolves with the text that they saw and
   * agreed to, rejects with `declined`, or with the reason of the signal.
   */
  requestShare(what: string, options?: { signal?: AbortSignal }): Promise<string>;

  /** Removes the frame for good, and all that waits rejects with `disposed`. Calling it again does nothing. */
  dispose(): void;

  addEventListener<K extends keyof FarthingEventMap>(
    type: K,
    listener: (this: FarthingWidget, event: FarthingEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof FarthingEventMap>(
    type: K,
    listener: (this: FarthingWidget, event: FarthingEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "farthing-widget": FarthingWidget;
  }
}
