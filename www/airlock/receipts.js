// What was shared, to whom and when, word for word: kept in memory for as long as the document is open.
//
// A receipt is `{ consent, at, host, what, text, watched }`; `what` is null when nobody asked, and `watched` says whether the
// browser could see that nothing covered the sheet. None is ever dropped: a full list shares nothing more.

/** How many a list holds. At the five a minute that the filter lets out it is full after more than three hours. */
export const MOST = 1000;

/** The list of receipts, oldest first. */
export class Receipts {
  #list = [];

  /** Whether nothing more may be shared, as it could not be kept. */
  get full() {
    return this.#list.length >= MOST;
  }

  /** Keeps a copy. False when the list is full: then nothing may be sent. */
  keep({ consent, at, host, what = null, text, watched }) {
    if (this.full || this.#list.some((kept) => kept.consent === consent)) return false;
    this.#list.push(Object.freeze({ consent, at, host, what, text, watched }));
    return true;
  }

  /** All of them, as copies that the view may have. */
  list() {
    return this.#list.map((receipt) => ({ ...receipt }));
  }
}
