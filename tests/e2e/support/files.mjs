// Statements to read: of the corpus beside the repository where it is there, else the repository's own.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./browser.mjs";

const SHARED = process.env.FARTHING_SHARED ?? join(ROOT, "../shared");

/** Of an Irish, an Austrian and a French bank: comma, tab in windows-1252, OFX. */
const CORPUS = ["csv/bank2ynab__test_BOI_TransactionExport.csv", "csv/bank2ynab__test_delimiter_tab.csv", "ofx/ofxparser__ofxdata-cmfr.ofx"];

const SAMPLE = ["everyday.csv", "card.ofx", "saver.csv"];

/** Three files of different banks, and two months that they cover. */
export function threeBanks() {
  const corpus = CORPUS.map((path) => join(SHARED, "corpus", path));
  if (corpus.every((path) => existsSync(path))) return { paths: corpus, month: "September 2017", next: "October 2017" };
  console.log("skipped: no corpus beside the repository; the sample household's files stand in for it");
  return { paths: SAMPLE.map((name) => join(ROOT, "src/session/sample", name)), month: "January 2026", next: "February 2026" };
}

/** A file as a test drops it. */
export function read(path) {
  return { name: basename(path), bytes: readFileSync(path) };
}
