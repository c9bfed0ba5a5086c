// The page "Onto a board" in a real browser: the file, and the serial port, which is a fake one with a live simulated unit
// behind it (CONSOLE, given by test_page.py) or with nobody.

import assert from "node:assert/strict";
import { closeSync, constants, openSync, read, readFileSync, writeSync } from "node:fs";
import { test } from "node:test";
import { shared, text, violations } from "./browser.mjs";

const { newContext, url } = shared();

async function begin(options = {}, before = () => {}) {
  const context = await newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  await before(page);
  await page.goto(`${url()}board.html`);
  await page.waitForFunction(() => document.getElementById("version").textContent);
  return [context, page];
}

// navigator.serial with one port; what is written goes to `write`, what comes back is pushed by `feed`.
async function serial(page, write) {
  await page.exposeFunction("portWrite", (hex) => write(Buffer.from(hex, "hex")));
  await page.addInitScript(() => {
    let feed;
    const port = {
      async open() {
        port.readable = new ReadableStream({ start: (controller) => (feed = controller) });
        port.writable = new WritableStream({
          write: (bytes) => globalThis.portWrite([...bytes].map((b) => b.toString(16).padStart(2, "0")).join("")),
        });
      },
      async close() {},
    };
    globalThis.portFeed = (hex) => feed?.enqueue(Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16)));
    Object.defineProperty(navigator, "serial", { value: { requestPort: async () => port } });
  });
}

// Between the page's port and a pseudo-terminal; `cut`: after so many bytes the cable is pulled. Returns how to end it.
function bridge(page, path, wire) {
  const file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  wire.write = (bytes) => {
    wire.sent += bytes.length;
    for (let at = 0; at < bytes.length && wire.sent < wire.cut; ) {
      try {
        at += writeSync(file, bytes, at);
      } catch (error) {
        if (error.code !== "EAGAIN") throw error;
      }
    }
  };
  const buffer = Buffer.alloc(4096);
  const look = () =>
    read(file, buffer, 0, buffer.length, null, (error, count) => {
      if (wire.over) return;
      if (!error && count && wire.sent < wire.cut) page.evaluate((hex) => globalThis.portFeed(hex), buffer.subarray(0, count).toString("hex")).catch(() => {});
      setTimeout(look, count ? 0 : 5);
    });
  look();
  return () => {
    wire.over = true;
    closeSync(file);
  };
}

const GIVEN = process.env.GIVEN; // a MicroPython UF2, and beside it what make uf2 makes of it

test("short: a MicroPython file becomes the file of make uf2; another is refused in plain words", { skip: !GIVEN && "no file is given" }, async () => {
  const [context, page] = await begin();
  assert.equal(await page.isDisabled("#make"), true);
  await page.setInputFiles("#file", GIVEN);
  await page.waitForSelector("#make:not([disabled])");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#make")]);
  assert.equal(download.suggestedFilename(), "ionto.uf2");
  assert.ok(readFileSync(await download.path()).equals(readFileSync(`${GIVEN}.wanted`)), "other bytes than make uf2 makes");
  await page.setInputFiles("#file", { name: "holiday.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a board's file") });
  await page.waitForSelector("#trouble:not([hidden])");
  assert.match(await text(page, "trouble"), /^holiday\.jpg is not a UF2 file\. Official images: /);
  assert.equal(await page.isDisabled("#make"), true);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test("short: 360 px wide; a browser without serial ports is told so; axe finds nothing", async () => {
  const [context, page] = await begin({ viewport: { width: 360, height: 740 } }, (page) =>
    page.addInitScript(() => delete Navigator.prototype.serial),
  );
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  assert.match(await text(page, "serial-why"), /no page to a serial port.*make flash/);
  assert.equal(await page.isVisible("#connect"), false);
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test("a port with nobody behind it: a plain sentence with the next step", async () => {
  const [context, page] = await begin({}, (page) => serial(page, () => {}));
  await page.click("#connect");
  await page.waitForSelector("#trouble:not([hidden])", { timeout: 15_000 });
  assert.match(await text(page, "trouble"), /does not answer.*service mode/);
  assert.equal(await page.isEnabled("#connect"), true);
  await context.close();
});

test("over the cable: pulled half-way the old program stays; then it is brought over, and is there", { skip: !process.env.CONSOLE && "no live unit" }, async (t) => {
  const wire = { sent: 0, cut: Infinity, write: () => {} };
  const [context, page] = await begin({}, (page) => serial(page, (bytes) => wire.write(bytes)));
  t.after(bridge(page, process.env.CONSOLE, wire));
  const said = async (wanted, timeout) => {
    const told = async () => (await text(page, "sent")) + (await text(page, "trouble"));
    for (const limit = Date.now() + timeout; !new RegExp(wanted).test(await told()); await page.waitForTimeout(200))
      assert.ok(Date.now() < limit, `it still says: ${await told()}; ${wire.sent} bytes went over`);
    return told();
  };
  wire.cut = 12_000;
  await page.click("#connect");
  await said("does not answer any more", 30_000);
  wire.cut = Infinity;
  await page.click("#connect");
  assert.match(await said("runs;|says|does not|answers|ended", 240_000), /[1-9]\d* KB sent, checked and chosen\. Version \S+ runs; its self-test on the cable passed \(S32/);
  await page.click("#connect");
  assert.match(await said("It has this program.*runs;|says|does not|answers|ended", 120_000), /It has this program\. Version/);
  assert.deepEqual(page.errors, []);
  await context.close();
});
