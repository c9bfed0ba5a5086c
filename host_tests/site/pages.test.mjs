// The manual and the pages for makers in a real browser: narrow, dark, searched, without a line to anywhere. `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { foreign, shared, violations } from "./browser.mjs";

const PAGES = ["docs/", "docs/manual/", "docs/manual/before/", "docs/manual/treatment/", "docs/manual/messages/", "docs/manual/quick/",
  "docs/manual/quick/pl/", "docs/architecture/", "docs/house/", "docs/scenarios/reference/"];

const { newContext, url } = shared();

async function opened(path, options = {}) {
  const context = await newContext(options);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(url() + path);
  return { context, page, asked };
}

for (const path of PAGES) {
  test(`${path} at 360 px: nothing sticks out, nothing is asked of another server`, async () => {
    const { context, page, asked } = await opened(path, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    assert.ok(asked.length > 3);
    assert.deepEqual(foreign(asked, url()), []);
    await context.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`${path}: axe finds nothing, ${colorScheme}`, async () => {
      const { context, page } = await opened(path, { colorScheme });
      assert.deepEqual(await violations(page), []);
      await context.close();
    });
  }
}

test("search finds a word of the Polish guide and of the house, and asks only here", async () => {
  const { context, page, asked } = await opened("docs/manual/");
  for (const [word, where] of [["oczyszczonej", /quick\/pl/], ["petroleum", /manual/], ["scheduler tick", /house/]]) {
    await page.goto(`${url()}docs/manual/?q=${word}`);
    const first = page.locator("a.md-search-result__link").first();
    await first.waitFor({ state: "attached", timeout: 15_000 });
    assert.match(await first.getAttribute("href"), where);
  }
  assert.deepEqual(foreign(asked, url()), []);
  await context.close();
});
