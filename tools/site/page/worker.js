// The worker that the unit runs in: starts it, paces it, passes lines to and from it. It blocks within Python, so what
// the page wants to tell it lies in shared memory (control.js). Shows nothing.

import { loadMicroPython } from "./micropython.mjs";
import { Inbox } from "./control.js";
import { start, unpack } from "./runtime.js";
import { pageModule } from "./told.js";

const TURN_MS = 20;
const BEHIND_MS = 250; // what the wall is ahead by more than this is forgotten: a slow machine runs slower, not in bursts

class Pace {
  constructor(inbox) {
    this.inbox = inbox;
    this.due = performance.now();
    this.factor = 1;
    this.wall = this.due;
    this.turns = 0;
  }

  // A turn of 20 ms is over: wait until the next may begin. 1: commands wait.
  turn() {
    const inbox = this.inbox;
    let waiting = 0;
    for (;;) {
      if (inbox.waiting()) {
        waiting = 1;
        break;
      }
      if (inbox.single()) break;
      const factor = inbox.factor();
      const now = performance.now();
      if (factor !== this.factor) {
        this.factor = factor;
        this.due = now;
      }
      if (inbox.paused()) {
        inbox.sleep(1000);
        this.due = performance.now();
        continue;
      }
      if (!factor || now >= this.due) break;
      inbox.sleep(this.due - now);
    }
    const now = performance.now();
    this.due = Math.max(this.due, now - BEHIND_MS) + (this.factor ? TURN_MS / this.factor : 0);
    this.turns += 1;
    if (now - this.wall > 1000) {
      postMessage({ kind: "reached", factor: (this.turns * TURN_MS) / (now - this.wall) });
      this.wall = now;
      this.turns = 0;
    }
    return waiting;
  }
}

onmessage = async ({ data }) => {
  try {
    const inbox = new Inbox(data.control);
    const pace = new Pace(inbox);
    const { files } = await unpack(data.bundle);
    const mp = await start(loadMicroPython, { url: data.wasm, stdout: (line) => console.log(line) }, files);
    mp.registerJsModule("page", pageModule(() => pace.turn(), () => inbox.take(), (told) => postMessage({ kind: "told", told })));
    mp.FS.writeFile("/scenario.json", JSON.stringify(data.scenario));
    mp.runPython("from tools.site import web_unit\nweb_unit.run('/scenario.json')");
    postMessage({ kind: "ended", reason: "" });
  } catch (error) {
    postMessage({ kind: "ended", reason: String(error.message ?? error) });
  }
};
