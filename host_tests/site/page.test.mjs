// The page in a real browser. `node --test`; test_page.py runs the short lane, `make webtest` all of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { body, foreign, key, shared, state, text, toCurrent, violations } from "./browser.mjs";

const { begin, url } = shared();

test("short: from power-on to full current by keys alone, a frightened STOP, and nothing was asked of another server", async () => {
  const [context, page] = await begin();
  await toCurrent(page);
  assert.ok((await body(page)) > 3, `the body has ${await body(page)} mA`);
  await key(page, "Escape");
  await page.waitForFunction(() => Number(document.getElementById("body").textContent) < 0.2, null, { timeout: 15_000 });
  assert.notEqual(await state(page), "fault");
  assert.deepEqual(foreign(page.asked, url()), []);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test("short: 360 px wide nothing sticks out, targets are large enough, and it says that it is simulated", async () => {
  const [context, page] = await begin("", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const found = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    small: [...document.querySelectorAll("button, select, nav a")]
      .filter((e) => e.offsetParent && (e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44))
      .map((e) => e.textContent.slice(0, 20)),
    note: document.getElementById("simulated").textContent,
  }));
  assert.ok(found.wide <= 360, `${found.wide} px`);
  assert.deepEqual(found.small, []);
  assert.match(found.note, /not a medical device/i);
  await page.evaluate(() => scrollTo(0, 1500));
  assert.ok(await page.locator("#simulated").isVisible());
  const top = await page.evaluate(() => document.getElementById("simulated").getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 740, `it stands at ${top} px`);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`short: axe finds nothing, ${colorScheme}`, async () => {
    const [context, page] = await begin("", { colorScheme });
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
}
