// Takes each protection of the consent sheet away in turn and says which test notices: node tests/e2e/consent.mutants.mjs
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MUTANTS } from "./support/mutants.mjs";

const TEST = fileURLToPath(new URL("consent.test.mjs", import.meta.url));
let unnoticed = 0;
const chosen = MUTANTS.filter(([name]) => process.argv.length < 3 || process.argv.includes(name));
for (const [name, test] of chosen) {
  const { stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", TEST], {
    encoding: "utf8",
    env: { ...process.env, FARTHING_WITHOUT: name, FARTHING_ONLY: test },
  });
  const red = stdout.match(/^ +not ok \d+ - (.*)$/m)?.[1];
  if (!red) unnoticed += 1;
  console.log(`${red ? "red  " : "GREEN"}  without ${name}: ${red ?? "no test noticed"}`);
}
console.log(`${chosen.length - unnoticed} of ${chosen.length} noticed`);
process.exitCode = unnoticed ? 1 : 0;
