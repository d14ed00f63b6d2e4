// Writes the attack as two scripts into the folder it is given: `cargo xtask leaks` has them sealed into a document.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOCUMENT } from "./index.mjs";
import { hookText } from "./kit.mjs";
import { WORKER } from "./worker.mjs";

const [, , folder] = process.argv;
writeFileSync(join(folder, "view-hook.js"), hookText(DOCUMENT));
writeFileSync(join(folder, "worker-hook.js"), hookText(WORKER));
