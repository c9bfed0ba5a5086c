// What the page promises beside the short lane: `make webtest`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { body, key, open, serve, shared, state, text, toCurrent } from "./browser.mjs";

const { begin, newContext, url } = shared();
const reaches = (page, wanted, timeout = 30_000) =>
  page.waitForFunction((name) => document.getElementById("state").textContent.startsWith(name), wanted, { timeout });

test("a hand out cuts, both back begin again from zero; a broken switch latches a fault; the log and verdict tell", async () => {
  const [context, page] = await begin();
  await toCurrent(page, { speed: 10 });
  await page.selectOption("#speed", "4");
  await page.click("[data-do=left]");
  await reaches(page, "paused");
  await page.waitForFunction(() => Number(document.getElementById("body").textContent) === 0);
  await page.click("[data-do=in]");
  await reaches(page, "run", 60_000);
  await page.click("#faults summary");
  await page.selectOption("#part", "sink");
  await page.selectOption("#mode", { index: 0 });
  await page.click("#break");
  await reaches(page, "fault");
  const at = await page.evaluate(() => globalThis.ionto.unit.t);
  await page.waitForFunction((end) => globalThis.ionto.unit.t > end, at + 2000);
  // The glass may say so a millisecond before the switch opens: the next look, 60 ms later, has to see nothing flow.
  const after = await page.evaluate(() => {
    const [m, s] = /(\d+):([\d.]+) state: fault/.exec(document.getElementById("log").textContent).slice(1).map(Number);
    const [times, body] = globalThis.ionto.plot.rows;
    return body.filter((_, i) => times[i] >= m * 60 + s + 0.02).map(Math.abs);
  });
  assert.ok(after.length > 10, `${after.length} looks`);
  assert.ok(Math.max(...after) < 0.02, `${Math.max(...after)} mA flowed after the fault`);
  assert.match(await text(page, "verdict"), /Ended by fault/);
  assert.match(await text(page, "log"), /Hands out/);
  assert.equal(await text(page, "lamp-fault-text"), "on");
  await context.close();
});

test("offline: once it was here it starts without a server, and shares memory where the host sends no headers", async () => {
  const bare = await serve({ bare: true });
  const context = await newContext();
  const page = await open(context, bare.url);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  bare.end();
  await context.setOffline(true);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.glass === "1", null, { timeout: 20_000 });
  await context.close();
});

test("a link plays the same session again, with the same end", async () => {
  const [context, page] = await begin();
  await page.click("[data-story=hand]");
  await reaches(page, "run", 60_000);
  await page.click("[data-do=left]");
  await reaches(page, "paused");
  await page.click("#link");
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  const first = (await text(page, "log")).match(/\d:\d\d\.\d{3} state: paused/)[0];
  const again = await open(context, page.url());
  await again.selectOption("#speed", "0");
  await reaches(again, "paused", 60_000);
  assert.equal((await text(again, "log")).match(/\d:\d\d\.\d{3} state: paused/)[0], first);
  await context.close();
});

for (const [hash, words] of [
  ["#s=1.AAAA", /damaged/],
  ["#s=1.", /damaged/],
  ["#s=9.abc", /another kind/],
  ["#s=1.q1YqU7JSKkpVqgUA", /no session|damaged/],
]) {
  test(`a damaged link, ${hash}: a plain sentence, and a fresh unit`, async () => {
    const [context, page] = await begin(hash);
    assert.match(await text(page, "trouble"), words);
    await reaches(page, "selftest");
    await context.close();
  });
}

test("a link with a fault that there is not, or a value that is none: a plain sentence, and a fresh unit", async () => {
  const [context, page] = await begin();
  for (const command of [
    { do: "fault", part: "sink", mode: "sings", values: {}, on: 1 },
    { do: "fault", part: "load", mode: "soft_water", values: { water_ohm: 1.5 }, on: 1 },
    { do: "hands", permille: 5000, over_ms: 300, hand: "both" },
    { do: "constructor" },
  ]) {
    const hash = await page.evaluate(async (one) => (await import("./session.js")).pack([{ t: 9000, command: one }], "0"), command);
    const other = await open(context, url() + hash);
    assert.match(await text(other, "trouble"), /no session of this unit/, JSON.stringify(command));
    await reaches(other, "selftest");
    await other.close();
  }
  const fine = [{ do: "fault", part: "load", mode: "soft_water", values: { water_ohm: 3000 }, on: 1 }, { do: "fault", part: "battery", mode: "sag", values: { mv: 300 }, on: 1 }];
  const hash = await page.evaluate(async (all) => (await import("./session.js")).pack(all.map((command, i) => ({ t: 500 + i, command })), globalThis.ionto.unit.files.version), fine);
  const other = await open(context, url() + hash);
  assert.equal(await text(other, "trouble"), "");
  await other.waitForFunction(() => globalThis.ionto.last?.battery_mv < 3700);
  await context.close();
});

for (const [name, script, words] of [
  ["WebAssembly", "delete window.WebAssembly", /no WebAssembly/],
  ["shared memory", "delete window.SharedArrayBuffer", /no shared memory/],
]) {
  test(`a browser without ${name} is told so`, async () => {
    const context = await newContext();
    await context.addInitScript(script);
    const page = await context.newPage();
    await page.goto(url());
    await page.waitForFunction(() => !document.getElementById("trouble").hidden, null, { timeout: 15_000 });
    assert.match(await text(page, "trouble"), words);
    await context.close();
  });
}

test("a pause stands still, one moment is 20 ms, a key acts in it", async () => {
  const [context, page] = await begin();
  await reaches(page, "selftest");
  await page.click("#pause");
  await page.waitForTimeout(400);
  const log = await text(page, "log");
  const body_ = () => page.evaluate(() => document.getElementById("log").textContent);
  await page.waitForTimeout(600);
  assert.equal(await body_(), log);
  await key(page, "ArrowUp");
  await page.waitForFunction(() => /UP pressed/.test(document.getElementById("log").textContent));
  await context.close();
});

for (const story of ["first", "hand", "soft", "leg", "battery"]) {
  test(`the story "${story}" comes to its end`, async () => {
    const [context, page] = await begin();
    await page.click(`[data-story=${story}]`);
    const end = Date.now() + 150_000;
    for (;;) {
      const now = await page.evaluate(() => ({
        over: document.getElementById("story").hidden,
        next: !document.getElementById("story-next").hidden,
        done: document.getElementById("story-next").textContent === "Done",
        point: document.querySelector(".pointed")?.dataset.do,
        key: document.querySelector(".pointed")?.dataset.key,
        say: document.getElementById("story-say").textContent,
        hold: document.getElementById("glass-text").textContent.includes("Hold 1 s"),
      }));
      if (now.done && now.next) break;
      assert.ok(Date.now() < end, `it stands at: ${now.say}; state ${await text(page, "state")}, ${await body(page)} mA`);
      if (now.point) await page.click(`[data-do=${now.point}]`);
      if (now.key) await key(page, { stop: "Escape", ok: "Enter" }[now.key], now.hold ? 1600 : 60);
      await page.waitForTimeout(1000);
    }
    await context.close();
  });
}
