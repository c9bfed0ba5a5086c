// What the tests of the page share: a browser, the served site, a person who presses keys. Judges nothing.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(`${ROOT}/.node/package.json`);
const { chromium } = require("playwright-core");
const AxeBuilder = require("@axe-core/playwright").default;

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const SECOND = 1000;

export function executable() {
  return PLACES.find((path) => path && existsSync(path));
}

export async function browser() {
  return chromium.launch({ executablePath: executable(), args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"] });
}

// The site as make serve shows it, or as a host without its headers does. {url, end}
export async function serve({ bare = false, folder = process.env.SITE ?? `${ROOT}/build/site` } = {}) {
  const code = `import sys\nfrom pathlib import Path\nfrom tools.site import serve\ns = serve.server(Path(sys.argv[1]), 0, ${bare ? "True" : "False"})\nprint(s.server_port, flush=True)\ns.serve_forever()`;
  const python = process.env.PYTHON ?? `${ROOT}/.venv/bin/python`;
  const child = spawn(python, ["-c", code, folder], { cwd: ROOT });
  const port = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(Number(data)));
    child.stderr.once("data", (data) => reject(new Error(String(data))));
  });
  return { url: `http://localhost:${port}/`, end: () => child.kill() };
}

// The page with its unit begun; what it asked for and what went wrong stand in `asked` and `errors`.
export async function open(context, url) {
  const page = await context.newPage();
  page.asked = [];
  page.errors = [];
  page.on("request", (request) => page.asked.push(request.url()));
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.glass === "1", null, { timeout: 20 * SECOND });
  return page;
}

// One browser and one site for a file's tests: `begin` gives a context and its page with the unit begun.
export function shared() {
  let chromium;
  let site;
  before(async () => {
    site = await serve();
    chromium = await browser();
  });
  after(async () => {
    await chromium?.close();
    site?.end();
  });
  const begin = async (path = "", options = {}) => {
    const context = await chromium.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    return [context, await open(context, site.url + path)];
  };
  return { begin, newContext: (options) => chromium.newContext(options), url: () => site.url };
}

// What axe finds on a page, a line each.
export async function violations(page) {
  const found = (await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations;
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 90)).join(" | ")}`);
}

// Of what was asked for, what lies on another server.
export const foreign = (asked, url) => asked.filter((one) => !one.startsWith(url) && !/^(blob|data):/.test(one));

export const text = (page, id) => page.evaluate((name) => document.getElementById(name).textContent, id);
export const state = async (page) => (await text(page, "state")).split(" ")[0];
export const body = async (page) => Number(await text(page, "body"));

export async function key(page, name, ms = 60) {
  await page.keyboard.down(name);
  await page.waitForTimeout(ms);
  await page.keyboard.up(name);
}

// Power-on to full current, by the keyboard alone, reading nothing but the page. Throws after `limit` ms.
export async function toCurrent(page, { speed = 4, limit = 90 * SECOND } = {}) {
  await page.selectOption("#speed", String(speed));
  await page.evaluate(() => document.activeElement.blur());
  const end = Date.now() + limit;
  for (;;) {
    const now = await state(page);
    const seen = await text(page, "glass-text");
    if (now === "run") return;
    if (now === "fault" || Date.now() > end) throw new Error(`no current: ${now}, the glass says ${seen}; ${(await text(page, "log")).slice(0, 400)}`);
    if (now === "selftest" && seen.includes("Press STOP")) await key(page, "Escape");
    else if (["ready", "confirm", "checklist"].includes(now)) await key(page, "Enter", seen.includes("Hold 1 s") ? 1600 / speed : 60);
    else if (now === "contact" && !(await page.evaluate(() => document.querySelector(".hand.wet")))) {
      await page.waitForTimeout(1200 / speed);
      await page.focus("[data-do=in]");
      await page.keyboard.press("Space");
      await page.evaluate(() => document.activeElement.blur());
    }
    await page.waitForTimeout(600 / speed + 400);
  }
}
