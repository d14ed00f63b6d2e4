// Chromium with the built page in it, and the few moves that every test makes.
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { sealedHeaders, serve } from "./server.mjs";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const DIST = process.env.FARTHING_DIST ?? join(ROOT, "dist");
/** What the sealed document was made of. */
export const PARTS = join(ROOT, "target/parts");
const OUTPUT = join(ROOT, "tests/e2e/output");
const FLAGS = (process.env.FARTHING_CHROMIUM_FLAGS
  ?? "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync").split(" ");
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** What Chromium logs of the tries of the self-check and of the canary, which are meant to be refused. */
export const TRIES = /\/farthing-check\/|farthing-canary|ERR_NETWORK_ACCESS_REVOKED/;

/** How long anything but the reading of large files may take. */
export const PATIENCE = 20_000;

/** The browser of this machine. */
export function launch({ args = [], ...settings } = {}) {
  return chromium.launch({ executablePath: process.env.FARTHING_CHROMIUM ?? onPath(), args: [...FLAGS, ...args], ...settings });
}

/** The browser of this machine with a profile that stays on the disk, stored by site as it is for a person. */
export function launchIn(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.FARTHING_CHROMIUM ?? onPath(), args: FLAGS, locale: "en-GB", ignoreDefaultArgs: ["--disable-features"],
  });
}

function onPath() {
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of NAMES) {
      const program = join(folder, name);
      try {
        accessSync(program, constants.X_OK);
        return program;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`none of ${NAMES.join(", ")} is on PATH`);
}

/** A server with the headers of the seal and a browser for one test, which end with it. */
export async function setUp(t, { written, headers = sealedHeaders(DIST) } = {}) {
  const server = await serve(DIST, written, headers);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  return { server, browser };
}

/** The view's frame in an airlock's document or frame; with the keyboard and the workers of its page. */
export async function viewOf(airlock) {
  const frame = await airlock.locator("iframe").first().elementHandle();
  const view = await frame.contentFrame();
  const page = view.page();
  return Object.assign(view, { keyboard: page.keyboard, workers: () => page.workers(), wrong: page.wrong, top: page });
}

/** The view in a page of its own context, its checks done. What goes wrong in the page is in `wrong`, the page in `top`. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: "en-GB", timezoneId: "Europe/London", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    // The tries of the self-check are meant to be refused, and Chromium logs each.
    if (message.type() === "error" && !TRIES.test(message.text())) page.wrong.push(message.text());
  });
  await page.goto(address);
  const view = await viewOf(page);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  return view;
}

/** Files as a drag carries them: `{ name, bytes }` each. */
export function carry(page, files) {
  const carried = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString("base64") }));
  return page.evaluateHandle((list) => {
    const held = new DataTransfer();
    for (const { name, base64 } of list) {
      held.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    return held;
  }, carried);
}

/** Drops files, or what `carry` gave, where the screen takes them. */
export async function drop(page, files) {
  const target = (await page.locator("#drop").count()) > 0 ? "#drop" : "#main";
  const dataTransfer = Array.isArray(files) ? await carry(page, files) : files;
  await page.dispatchEvent(target, "dragover", { dataTransfer });
  await page.dispatchEvent(target, "drop", { dataTransfer });
}

/** Waits for the import's report, and gives its text. */
export async function report(page, count, timeout = PATIENCE) {
  const sheet = page.locator("article.import").nth(count - 1);
  await sheet.getByRole("heading", { name: /^Read |sample household/ }).waitFor({ timeout });
  return sheet.innerText();
}

/** Asks, waits for the answer, and gives its sheet. */
export async function ask(page, question) {
  const sheets = page.locator("article.card");
  const before = await sheets.count();
  await page.locator("#composer").fill(question);
  await page.keyboard.press("Enter");
  const sheet = sheets.nth(before);
  await sheet.locator(".lede").waitFor();
  return sheet;
}

/** Reads the number that stands on the sheet of consent, and types it. */
export async function typeNumber(airlock) {
  const box = airlock.locator(".consent input");
  await box.fill(await box.getAttribute("placeholder"));
}

/** Opens the sample household and waits for it. */
export async function openSample(page) {
  await page.getByRole("button", { name: "Open the Wrens" }).click();
  await report(page, 1);
}

/** Keeps a picture of the screen. */
export async function picture(page, name) {
  mkdirSync(OUTPUT, { recursive: true });
  await (page.top ?? page).screenshot({ path: join(OUTPUT, `${name}.png`) });
}
