// The thread of an engine under Node.js: its first message is the port that it serves.
import { parentPort } from "node:worker_threads";
import { start } from "./inline.js";
import { bytes } from "./node-bytes.js";

parentPort.once("message", async (port) => {
  (await start(bytes()))(port);
});
