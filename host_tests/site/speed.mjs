// What the page reaches on this machine: first glass, speed, pacing, memory, how soon a key acts. Judges nothing, for
// timings are this machine's, and whoever computes beside it is in them; the speed is also told for a second of its
// own thread's CPU. `make webbench`; MINUTES: how long a treatment the memory is told after (5).

import { readdirSync, readFileSync } from "node:fs";
import { browser, key, open, serve, text, toCurrent } from "./browser.mjs";

const MINUTES = Number(process.env.MINUTES || 5);
const TICKS = 100; // of a thread's CPU time, a second
const tell = (what, value) => console.log(`${what.padEnd(58)} ${value}`);

const site = await serve();
const chromium = await browser();

// The renderer's processes: those with a thread that is the unit's worker. [{pid, cpu of that thread, resident MB}]
function workers() {
  const found = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
        if (!stat.includes("(DedicatedWorker")) continue;
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1000;
        found.push({ cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, mb: resident });
      }
    } catch {
      // it has ended meanwhile
    }
  }
  return found.sort((a, b) => b.cpu - a.cpu)[0] ?? { cpu: 0, mb: 0 };
}

const glass = (page) => page.evaluate(() => Math.round(performance.getEntriesByName("glass")[0]?.startTime ?? -1));
const now = (page) => page.evaluate(() => globalThis.ionto.unit.t);

const colds = [];
for (let turn = 0; turn < 3; turn++) {
  const context = await chromium.newContext();
  const page = await open(context, site.url);
  colds.push(await glass(page));
  await context.close();
}
tell("first glass, cold, ms, three times", colds.join(" "));

const context = await chromium.newContext();
const page = await open(context, site.url);
await page.waitForTimeout(1500);
const warms = [];
for (let turn = 0; turn < 3; turn++) {
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.glass === "1");
  warms.push(await glass(page));
}
tell("first glass, warm, ms, three times", warms.join(" "));

async function ratio(factor, ms) {
  await page.selectOption("#speed", String(factor));
  await page.waitForTimeout(1000);
  const [from, cpu, wall] = [await now(page), workers().cpu, performance.now()];
  await page.waitForTimeout(ms);
  const simulated = ((await now(page)) - from) / 1000;
  return { wall: simulated / ((performance.now() - wall) / 1000), cpu: simulated / (workers().cpu - cpu) };
}

await page.evaluate(() => document.activeElement.blur());
await toCurrent(page, { speed: 4 });
tell("at 1x, simulated over wall time", (await ratio(1, 10_000)).wall.toFixed(3));
await page.evaluate(() => document.activeElement.blur());
const before = await now(page);
await key(page, "ArrowUp");
await page.waitForFunction(() => /UP pressed/.test(document.getElementById("log").textContent));
const [, minutes, seconds] = /(\d+):([\d.]+) UP pressed/.exec(await text(page, "log"));
tell("a key is in the log so many simulated ms after it is pressed", Math.round(minutes * 60_000 + seconds * 1000 - before));
const fast = await ratio(0, 10_000);
tell("as fast as it goes, simulated over wall time", fast.wall.toFixed(1));
tell("and for a second of its thread's CPU", fast.cpu.toFixed(1));
const [from, small] = [await now(page), workers().mb];
await page.waitForFunction((end) => globalThis.ionto.unit.t > end, from + MINUTES * 60_000, { timeout: 0, polling: 1000 });
const large = workers().mb;
tell(`resident memory of the page's process, MB, ${MINUTES} min later`, `${small.toFixed(0)} ${large.toFixed(0)}`);
tell("so it grows by so many kB a simulated second", (((large - small) * 1000) / (((await now(page)) - from) / 1000)).toFixed(0));
await chromium.close();
site.end();
