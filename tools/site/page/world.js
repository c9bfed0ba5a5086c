// Hands, water, cables, battery and faults: what is done around the unit, and how it looks. Sends commands only.

const $ = (id) => document.getElementById(id);
const FLAT = 1000;
const TIPS = 100;
const FULL_MV = 3900;
const SWITCHES = {
  soft: (on) => ({ do: "fault", part: "load", mode: "soft_water", values: { water_ohm: 3000 }, on }),
  towel: (on) => ({ do: "fault", part: "leak", mode: "towel", values: { ohm: 2000, dry_ohm: 2500, soak_ms: 20_000, own_mv: 1000 }, on }),
  plug: (on) => ({ do: "fault", part: "load", mode: "open", values: {}, on }),
  usb: (on) => ({ do: "fault", part: "usb", mode: "plugged", values: {}, on }),
  power: (on) => ({ do: "power", on }),
};

export class World {
  constructor(parts, send) {
    this.parts = parts;
    this.send = send;
    this.hands();
    this.faults();
  }

  reset() {
    for (const button of document.querySelectorAll("[data-switch]")) button.setAttribute("aria-pressed", String(button.dataset.switch === "power"));
    $("active").replaceChildren();
    $("battery").value = String(FULL_MV);
    this.sag = 0;
  }

  do(what) {
    const move = (permille, hand, over_ms = 300) => this.send({ do: "hands", permille, over_ms, hand });
    if (what === "in") move(FLAT, "both");
    else if (what === "out") move(0, "both");
    else if (what === "left") move(0, "left");
    else if (what === "tips") move(TIPS, "both", 1000);
    else if (what === "soda") this.send({ do: "soda", to_permille: 333, over_ms: 5000 });
  }

  switch(name, on) {
    const button = document.querySelector(`[data-switch=${name}]`);
    if ((button.getAttribute("aria-pressed") === "true") === on) return;
    if (this.send(SWITCHES[name](on ? 1 : 0)) !== false) button.setAttribute("aria-pressed", String(on));
  }

  hands() {
    for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => this.do(button.dataset.do));
    for (const button of document.querySelectorAll("[data-switch]"))
      button.addEventListener("click", () => this.switch(button.dataset.switch, button.getAttribute("aria-pressed") !== "true"));
    $("battery").addEventListener("change", (event) => this.battery(Number(event.target.value)));
  }

  // The cell's voltage at rest, as a fault that a scenario has words for.
  battery(mv) {
    const sag = { do: "fault", part: "battery", mode: "sag" };
    if (this.sag && this.send({ ...sag, values: { mv: this.sag }, on: 0 }) === false) return;
    this.sag = FULL_MV - mv;
    if (this.sag) this.send({ ...sag, values: { mv: this.sag }, on: 1 });
  }

  faults() {
    const part = $("part");
    const mode = $("mode");
    part.append(...this.parts.map((one) => new Option(`${one.name}: ${one.about}`, one.name)));
    const modes = () => {
      const found = this.parts.find((one) => one.name === part.value);
      mode.replaceChildren(...found.modes.map((one) => new Option(one.about, one.name)));
      about();
    };
    const about = () => {
      const found = this.parts.find((one) => one.name === part.value).modes.find((one) => one.name === mode.value);
      const values = Object.entries(found.values).map(([name, value]) => `${name} ${value}`);
      $("mode-about").textContent = `${part.value}.${mode.value}${values.length ? `: ${values.join(", ")}` : ""}`;
    };
    part.value = "leg_fwd_high";
    modes();
    part.addEventListener("change", modes);
    mode.addEventListener("change", about);
    $("break").addEventListener("click", () => this.break(part.value, mode.value));
  }

  break(part, mode) {
    const found = this.parts.find((one) => one.name === part).modes.find((one) => one.name === mode);
    const command = { do: "fault", part, mode, values: found.values };
    if (this.send({ ...command, on: 1 }) === false) return;
    const item = document.createElement("li");
    item.textContent = `${part}: ${found.about} `;
    if (found.lasts) {
      const mend = document.createElement("button");
      mend.type = "button";
      mend.textContent = "Mend it";
      mend.addEventListener("click", () => {
        this.send({ ...command, on: 0 });
        item.remove();
      });
      item.append(mend);
      $("active").append(item);
    }
  }

  show(s) {
    ["left", "right"].forEach((side, i) => {
      const hand = $(`tray-${side}`).querySelector(".hand");
      hand.style.transform = `translateY(${(s.hands[i] / 1000) * 27}px)`;
      hand.classList.toggle("wet", s.hands[i] > 0);
    });
    $("trays").classList.toggle("flows", Math.abs(s.body_ua) > 200);
    $("trays").classList.toggle("towelled", document.querySelector("[data-switch=towel]").getAttribute("aria-pressed") === "true");
  }
}
