// The log of what happened, the newest first, in words. Keeps the last few hundred.

const MOST = 300;
const WORDS = {
  press_up: "UP pressed", press_down: "DOWN pressed", press_ok: "OK pressed", press_stop: "STOP pressed",
  release_up: "UP let go", release_down: "DOWN let go", release_ok: "OK let go", release_stop: "STOP let go",
  hands_in: "Hands in the water", hands_out: "Hands out", soda: "Soda stirred in", slide: "A hand slides",
};
const QUIET = ["hw", "gap", "flash"];

export function when(t) {
  const s = Math.floor(t / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}.${String(t % 1000).padStart(3, "0")}`;
}

export class Log {
  constructor(list) {
    this.list = list;
  }

  clear() {
    this.list.replaceChildren();
  }

  say(t, text) {
    const item = document.createElement("li");
    const time = document.createElement("time");
    time.textContent = when(t);
    item.append(time, ` ${text}`);
    this.list.prepend(item);
    while (this.list.children.length > MOST) this.list.lastChild.remove();
  }

  event({ event, name, value, t }) {
    if (QUIET.includes(event)) return;
    if (event === "user") this.say(t, WORDS[name] ?? name);
    else if (event === "fault") this.say(t, `${name} ${value ? "begins" : "is over"}`);
    else if (event === "boot") this.say(t, `The unit starts (${name})`);
    else this.say(t, [event, name, value].filter((x) => x !== "").join(" "));
  }
}
