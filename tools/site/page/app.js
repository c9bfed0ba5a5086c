// The page: puts unit, glass, keys, world, plot, stories and log together. Decides what a touch means, nothing of the unit.

import { Glass, Sound, lamp } from "./glass.js";
import { Log } from "./log.js";
import { Plot } from "./plot.js";
import { Reader } from "./reader.js";
import { save } from "./save.js";
import { BadLink, MOST, pack, scenario as asScenario, unpack } from "./session.js";
import { Teller } from "./teller.js";
import { load, Unit } from "./unit.js";
import { World } from "./world.js";

const $ = (id) => document.getElementById(id);
const SHORTEST_MS = 80; // of simulated time: a press that the unit takes for one
const KEYS = { ArrowUp: "up", ArrowDown: "down", Enter: "ok", Escape: "stop" };

let firstGlass = () => {};

function trouble(text) {
  const place = $("trouble");
  place.textContent = text;
  place.hidden = !text;
}

// Why this browser cannot run the unit, and what to do; nothing: it can.
export function lacking() {
  if (location.protocol === "file:") return "A browser runs this page only from a server. In the project's folder: make serve, then open the address that it prints.";
  if (typeof WebAssembly !== "object") return "This browser has no WebAssembly, or it is switched off (some protected modes do that). Open the page in a present Firefox, Chrome, Edge or Safari, or allow WebAssembly for it.";
  if (typeof DecompressionStream !== "function") return "This browser is too old to unpack the unit. Open the page in Firefox 113, Chrome 80, Safari 16.4 or newer.";
  if (typeof SharedArrayBuffer !== "function" || !self.crossOriginIsolated)
    return "This browser gives the page no shared memory, which the running unit listens through. Load the page once more; in a private window, or where the address begins with http:, open it with https: in a plain window.";
  return "";
}

// Serves the page offline, and gives it the headers that shared memory needs where the server does not.
async function serviceWorker() {
  if (!("serviceWorker" in navigator)) return;
  // It fetches everything once more: where the unit can start without it, not before that has shown its first glass.
  if (self.crossOriginIsolated && !navigator.serviceWorker.controller) await new Promise((resolve) => (firstGlass = resolve));
  try {
    await navigator.serviceWorker.register("sw.js");
    if (!self.crossOriginIsolated && !sessionStorage.getItem("isolated")) {
      await navigator.serviceWorker.ready;
      sessionStorage.setItem("isolated", "1");
      location.reload();
      await new Promise(() => {});
    }
  } catch {
    // Without it the page still runs where the server gives the headers; it is only not there offline.
  }
}

class App {
  constructor(files) {
    this.glass = new Glass($("glass"));
    this.sound = new Sound();
    this.log = new Log($("log"));
    this.unit = new Unit(files, (told) => this.hear(told));
    this.world = new World(files.faults, (command) => this.unit.send(command));
    this.teller = new Teller(this);
    this.plot = new Plot($("plot"));
    this.reader = new Reader(files, (lines) => this.read(lines));
    this.down = new Set();
    this.late = new Set(); // let go of too soon
    this.since = new Map();
    this.paused = false;
    $("version").textContent = files.version;
    this.keys();
    this.controls();
    const frame = () => {
      if (!document.hidden) this.plot.draw();
      setTimeout(() => requestAnimationFrame(frame), 100);
    };
    frame();
  }

  start(options = {}) {
    this.ended = false;
    this.late.clear();
    this.log.clear();
    this.plot.clear();
    this.world.reset();
    $("verdict").textContent = "";
    this.unit.start(options);
    this.pause(false);
  }

  hear(told) {
    if (told.body_ua !== undefined) return this.sample(told);
    if (told.glass !== undefined) {
      this.glass.show(told.glass);
      this.reader.see(told.glass);
      if (!document.documentElement.dataset.glass) performance.mark("glass");
      document.documentElement.dataset.glass = "1";
      firstGlass();
    } else if (told.sound !== undefined) {
      this.sound.play(told.sound);
      if (told.sound) $("live").textContent = "It sounds.";
    } else if (told.lamps) {
      lamp($("lamp-output"), $("lamp-output-text"), told.lamps[0]);
      lamp($("lamp-fault"), $("lamp-fault-text"), told.lamps[1]);
      if (told.lamps[1] === 1) $("alarm").textContent = "The fault lamp is on.";
    } else if (told.event) {
      this.log.event(told);
      this.plot.mark(told);
    } else if (told.verdict !== undefined) {
      this.verdict(told);
    } else if (told.error) {
      this.log.say(this.unit.t, `Not possible: ${told.error}`);
    } else if (told.reached !== undefined) {
      $("reached").textContent = this.unit.factor === 1 && Math.abs(told.reached - 1) < 0.03 ? "" : `reached: ${told.reached.toFixed(1)}×`;
    } else if (told.ended) {
      this.ended = true;
      trouble(`The unit has ended: ${String(told.ended).slice(0, 300)} Press “Start again”; if it ends again, another browser may run it.`);
    }
  }

  sample(s) {
    this.last = s;
    this.letGo(s.t);
    $("body").textContent = (Math.abs(s.body_ua) / 1000).toFixed(1);
    $("believed").textContent = s.unit ? (s.unit.a_ua / 1000).toFixed(1) : "–";
    $("dose").textContent = Math.round(s.charge_uamin / 1000);
    const state = s.unit ? s.unit.state + (s.unit.fault ? ` ${s.unit.fault}` : "") : s.power ? "starting" : "off";
    if ($("state").textContent !== state) {
      $("state").textContent = state;
      this.log.say(s.t, `state: ${state}`);
      document.documentElement.dataset.state = s.unit?.state ?? "";
    }
    this.world.show(s);
    this.plot.add(s);
    this.teller.see({ ...s, said: this.spoken ?? "" });
  }

  read(lines) {
    const text = lines.join(". ");
    $("glass-text").textContent = text;
    if (text !== this.spoken && !/^\d+ min/.test(text)) $("live").textContent = text;
    this.spoken = text;
  }

  verdict(v) {
    const words = { completed: "Treatment complete", stopped: "Stopped by the user", abandoned: "Abandoned", fault: `Ended by fault ${v.fault}`, refused: "Refused to start", interrupted: "Interrupted" };
    const text = `${words[v.verdict] ?? "Over"}: the body got ${(v.body_uamin / 1000).toFixed(1)} mA·min, the unit tells ${(v.told_uamin / 1000).toFixed(1)}; the largest current was ${(v.peak_ua / 1000).toFixed(1)} mA (self-test and all).`;
    $("verdict").textContent = text;
    this.log.say(v.t, text);
  }

  press(key, down) {
    if (down === this.down.has(key)) return;
    if (down) this.down.add(key);
    else this.down.delete(key);
    document.querySelector(`[data-key=${key}]`).classList.toggle("down", down);
    if (down) {
      if (this.late.delete(key)) this.button(key, 0);
      this.since.set(key, this.unit.t);
      this.button(key, 1);
      if (this.paused) this.unit.outbox.send({ do: "meter" }); // any next command has the press told while time stands
    } else if (this.unit.t - this.since.get(key) < SHORTEST_MS) {
      this.late.add(key);
    } else {
      this.button(key, 0);
    }
  }

  button(button, down) {
    this.unit.send({ do: "button", button, down });
  }

  // Where the unit runs slower than the clock on the wall, or is paused, a short press is still a press to it.
  letGo(t) {
    for (const key of this.late) {
      if (t - this.since.get(key) < SHORTEST_MS) continue;
      this.late.delete(key);
      this.button(key, 0);
    }
  }

  keys() {
    for (const element of document.querySelectorAll("[data-key]")) {
      const key = element.dataset.key;
      element.addEventListener("pointerdown", (event) => {
        element.setPointerCapture(event.pointerId);
        this.press(key, true);
      });
      for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) element.addEventListener(kind, () => this.press(key, false));
      element.addEventListener("contextmenu", (event) => event.preventDefault());
      // A screen reader's click has no pointer: a short press.
      element.addEventListener("click", (event) => {
        if (event.detail === 0 && !event.pointerType) {
          this.press(key, true);
          setTimeout(() => this.press(key, false), 120);
        }
      });
      element.addEventListener("keydown", (event) => {
        if (event.key === " " || event.key === "Enter") {
          event.preventDefault();
          event.stopPropagation();
          if (!event.repeat) this.press(key, true);
        }
      });
      element.addEventListener("keyup", (event) => {
        if (event.key === " " || event.key === "Enter") this.press(key, false);
      });
    }
    const mine = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("select, input, textarea, summary, a, #log");
    addEventListener("keydown", (event) => {
      const key = KEYS[event.key];
      const button = event.target.closest?.("button:not(.key)");
      if (!key || !mine(event) || (button && event.key === "Enter")) return;
      event.preventDefault();
      if (!event.repeat) this.press(key, true);
    });
    addEventListener("keyup", (event) => {
      if (KEYS[event.key]) this.press(KEYS[event.key], false);
    });
    addEventListener("blur", () => [...this.down].forEach((key) => this.press(key, false)));
  }

  pause(on) {
    this.paused = on;
    $("pause").setAttribute("aria-pressed", String(on));
    $("pause").textContent = on ? "Go on" : "Pause";
    this.unit.pause(on);
  }

  speed(factor) {
    $("speed").value = String(factor);
    this.unit.speed(factor);
  }

  controls() {
    $("pause").onclick = () => this.pause(!this.paused);
    $("single").onclick = () => {
      this.pause(true);
      this.unit.outbox.advance(1);
    };
    $("speed").onchange = (event) => this.speed(Number(event.target.value));
    $("sound").onclick = () => {
      this.sound.switch(!this.sound.on);
      $("sound").setAttribute("aria-pressed", String(this.sound.on));
      $("sound").textContent = this.sound.on ? "Sound on" : "Sound off";
    };
    $("again").onclick = () => {
      history.replaceState(null, "", location.pathname);
      trouble("");
      this.teller.leave();
      this.start();
    };
    $("link").onclick = async () => {
      const url = new URL(location.href);
      url.hash = await pack(this.unit.done, $("version").textContent);
      if (url.hash.length > MOST) {
        $("shared").textContent = "This session is too long for a link. Save it as a scenario: the file holds all of it.";
        return;
      }
      history.replaceState(null, "", url);
      try {
        await navigator.clipboard.writeText(url.href);
        $("shared").textContent = "The link is in the clipboard, and in the address line.";
      } catch {
        $("shared").textContent = "The link stands in the address line: copy it from there.";
      }
    };
    $("save").onclick = () => {
      const { scenario, left } = asScenario(this.unit.done, "A session on the page.", this.unit.t);
      save("session.json", JSON.stringify(scenario, null, 1) + "\n");
      $("shared").textContent = left.length
        ? `Saved, but for ${left.length} commands that a scenario has no words for.`
        : "Saved. In the project's folder: make run SCENARIO=session.json";
    };
    $("csv").onclick = () => save("session.csv", this.plot.csv());
    document.addEventListener("visibilitychange", () => this.unit.pause(document.hidden || this.paused));
  }
}

async function main() {
  const served = serviceWorker();
  if (!self.crossOriginIsolated) await served;
  const reason = lacking();
  if (reason) return trouble(reason);
  try {
    const files = await load();
    const app = new App(files);
    globalThis.ionto = app;
    if (location.hash.startsWith("#s=")) {
      try {
        const { version, done } = await unpack(location.hash, files.faults);
        if (version !== $("version").textContent)
          trouble(`This link was made with version ${version}; here runs ${$("version").textContent}. It may come out differently.`);
        return app.start({ replay: done });
      } catch (error) {
        if (!(error instanceof BadLink)) throw error;
        trouble(error.message);
      }
    }
    app.start();
  } catch (error) {
    trouble(`The page could not begin: ${error.message}`);
  }
}

main();
