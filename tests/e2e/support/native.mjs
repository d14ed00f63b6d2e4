// The same engine on the command line, to compare with.
import { execFileSync } from "node:child_process";
import { ROOT } from "./browser.mjs";

const MOST_BYTES = 1 << 28;

/** Runs `farthing` with these arguments; gives what it prints. */
export function farthing(args, input = "") {
  return execFileSync("cargo", ["run", "--quiet", "--bin", "farthing", "--", ...args], {
    cwd: ROOT,
    input,
    encoding: "utf8",
    maxBuffer: MOST_BYTES,
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** The answers to questions about files. */
export function answers(today, files, questions) {
  return JSON.parse(farthing(["ask", "--today", today, ...files, "--", ...questions]));
}
