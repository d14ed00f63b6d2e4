// The worker of a page's engine: its first message is the port that it serves.
import { start } from "./inline.js";
import { placeOf } from "./place.js";

// Told before the page hears of the error itself.
addEventListener("error", ({ error }) => postMessage({ stopped: placeOf(error) }));

addEventListener("message", async ({ data: port }) => {
  try {
    (await start())(port);
  } catch {
    // An error event tells the page; a rejection would stay in here.
    reportError(new Error("not loaded"));
  }
}, { once: true });
