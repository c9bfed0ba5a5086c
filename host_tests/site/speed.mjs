// What the page reaches on this machine, for docs: first glass, speed, pacing, how soon a key acts. Judges nothing: timings
// are this machine's. node host_tests/site/speed.mjs, after make site.

import { browser, key, open, serve, text } from "./browser.mjs";

const site = await serve();
const chromium = await browser();
const context = await chromium.newContext();
const glass = async (page) => {
  const begin = Date.now();
  await page.waitForFunction(() => document.documentElement.dataset.glass === "1");
  return Date.now() - begin;
};
const begin = Date.now();
const page = await open(context, site.url);
console.log("first glass, cold, ms:", Date.now() - begin);
const again = Date.now();
await page.reload();
await glass(page);
console.log("first glass, warm, ms:", Date.now() - again);
const seconds = async (factor, wait) => {
  await page.selectOption("#speed", String(factor));
  const t = () => page.evaluate(() => globalThis.ionto.unit.t);
  await page.waitForTimeout(1000);
  const [from, wall] = [await t(), performance.now()];
  await page.waitForTimeout(wait);
  return ((await t()) - from) / (performance.now() - wall);
};
console.log("1x:", (await seconds(1, 10_000)).toFixed(3));
console.log("as fast as it goes:", (await seconds(0, 5000)).toFixed(1));
await page.selectOption("#speed", "1");
await page.waitForTimeout(300);
await page.evaluate(() => document.activeElement.blur());
const before = await page.evaluate(() => globalThis.ionto.unit.t);
await key(page, "ArrowUp");
await page.waitForFunction(() => /UP pressed/.test(document.getElementById("log").textContent));
console.log("a key is in the log after simulated ms:", (await text(page, "log")).match(/([\d:.]+) UP pressed/)[1], "pressed at", before);
await chromium.close();
site.end();
