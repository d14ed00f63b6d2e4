// Chromium for tries: every context as a visitor's browser would be, and nothing that calls out by itself.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { chromium } = createRequire(join(ROOT, "tests/e2e/package.json"))("playwright-core");

// What Chromium asks for without being asked. Nothing that a page could use is among it.
const FEATURES_OFF = [
  "AutofillServerCommunication", "CertificateTransparencyComponentUpdater", "MediaRouter", "DialMediaRouteProvider",
  "OptimizationHints", "Translate", "InterestFeedContentSuggestions", "NetworkTimeServiceQuerying",
];

/**
 * Starts it twice: one whose windows are private, and one with a profile of its own, which is gone when it ends.
 *
 * In a private window Chromium looks up no name ahead. Playwright turns storage partitioning off with other features;
 * the last such flag counts.
 */
export async function launch() {
  const given = (process.env.FARTHING_CHROMIUM_FLAGS ?? "--headless --no-sandbox").split(" ");
  const args = given.filter((flag) => flag !== "--disable-quic");
  // Fewer processes to start; sites are kept apart all the same.
  args.push("--renderer-process-limit=8");
  args.push(`--disable-features=${FEATURES_OFF.join(",")}`, "--short-reporting-delay", "--deny-permission-prompts");
  const options = { executablePath: process.env.FARTHING_CHROMIUM ?? "/usr/bin/chromium", args };
  const [browser, profile] = await Promise.all([chromium.launch(options), chromium.launchPersistentContext("", { ...options, viewport: VIEWPORT })]);
  return {
    profile,
    /** For all that leaves nothing behind. */
    common: await browser.newContext({ viewport: VIEWPORT }),
    alone: () => browser.newContext({ viewport: VIEWPORT }),
    close: () => Promise.all([browser.close(), profile.close()]),
  };
}

const VIEWPORT = { width: 400, height: 400 };
