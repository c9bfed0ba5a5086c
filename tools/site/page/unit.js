// The unit as the page has it: its worker, what was done to it, what it said last. Shows nothing.

import { memory, Outbox } from "./control.js";
import { LONGEST_MS, scenario as asScenario } from "./session.js";

// A worker that loads while the page does: the first unit starts in it.
const worker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
let spare = typeof SharedArrayBuffer === "function" && typeof WebAssembly === "object" ? worker() : null;

export class Unit {
  // `files`: what load() gave. `on`: called with each object that the unit tells, {ended} and {reached} too.
  constructor(files, on) {
    this.files = files;
    this.on = on;
    this.done = [];
    this.factor = 1;
    this.t = 0;
  }

  // From power-on. `replay`: commands with their times, played by the unit itself; `helped`: a simulated person leads it
  // to its current.
  start({ replay = [], helped = false } = {}) {
    this.worker?.terminate();
    this.done = replay.map((one) => ({ ...one }));
    this.helped = helped;
    this.t = 0;
    this.soda = 0;
    this.number = 0;
    this.waiting = new Map();
    const scenario = structuredClone(this.files.scenario);
    if (replay.length) Object.assign(scenario, this.normalised(replay));
    if (helped) {
      scenario.user.person = "default";
      scenario.user.script = [{ at_ms: null, after: { state: "run", ms: 0 }, do: "walk_away", values: {} }];
    }
    const control = memory();
    this.outbox = new Outbox(control);
    this.outbox.set(this.factor);
    const made = spare ?? worker();
    spare = null;
    made.onmessage = ({ data }) => {
      if (made === this.worker) this.hear(data);
    };
    made.onerror = (event) => this.on({ ended: event.message || "the worker did not load" });
    this.worker = made;
    made.postMessage({ control, scenario, bundle: this.files.bundle, wasm: new URL("./micropython.wasm", import.meta.url).href });
  }

  // The loader's own shape of what session.js makes of commands: a scenario's values apart from its words.
  normalised(replay) {
    const { scenario } = asScenario(replay, "", LONGEST_MS);
    const user = structuredClone(this.files.scenario.user);
    user.script = scenario.user.map(({ at_ms, do: what, ...values }) => {
      if (what === "hands_out" || what === "slide") values.hand ??= "both";
      return { at_ms, after: null, do: what, values };
    });
    const faults = scenario.faults.map(({ at_ms, for_ms = null, part, mode, ...values }) => ({ at_ms, after: null, part, mode, for_ms, values }));
    return { user, faults };
  }

  hear(data) {
    if (data.kind === "reached") return this.on({ reached: data.factor });
    if (data.kind === "ended") return this.on({ ended: data.reason || "the unit has ended" });
    for (const told of data.told) {
      if (told.t !== undefined) this.t = Math.max(this.t, told.t);
      if (told.event === "user") this.seen(told);
      if ("n" in told && told.ok && told.n !== null && this.waiting.has(told.n)) {
        // It took effect at the time of the sample just before this answer.
        this.done.push({ t: this.t, command: this.waiting.get(told.n) });
        this.waiting.delete(told.n);
      }
      if (told.body_ua !== undefined) {
        told.soda = this.soda;
      }
      this.on(told);
    }
  }

  // What the helper did is kept as if it had been a command.
  seen({ name, t }) {
    if (!this.helped) return;
    const [what, button] = name.split("_");
    if (what === "press") this.done.push({ t, command: { do: "button", button, down: 1 } });
    else if (what === "release") this.done.push({ t, command: { do: "button", button, down: 0 } });
    else if (name === "hands_in") this.done.push({ t, command: { do: "hands", permille: 1000, over_ms: 300, hand: "both" } });
  }

  send(command) {
    if (this.helped) return false;
    if (command.do === "soda") this.soda += 1;
    this.number += 1;
    this.waiting.set(this.number, command);
    return this.outbox.send({ ...command, n: this.number });
  }

  speed(factor) {
    this.factor = factor;
    this.outbox.set(factor);
  }

  pause(on) {
    this.outbox.pause(on);
  }
}

// What the page needs before a unit can start. Raises an Error with a sentence.
export async function load() {
  const get = async (name, how) => {
    const answer = await fetch(new URL(name, import.meta.url));
    if (!answer.ok) throw new Error(`${name} is not there (${answer.status}). Load the page anew; if that does not help, its copy on the server is incomplete.`);
    return answer[how]();
  };
  const [bundle, unit] = await Promise.all([get("unit.pack", "arrayBuffer"), get("unit.json", "json")]);
  return { bundle, ...unit };
}
