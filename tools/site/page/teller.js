// Tells a guided story: says its lines, points at what to press, waits for what happens. The stories are in stories.js.

import { STORIES } from "./stories.js";

const $ = (id) => document.getElementById(id);

export class Teller {
  constructor(app) {
    this.app = app;
    this.story = null;
    for (const story of STORIES) {
      const card = document.createElement("button");
      card.type = "button";
      card.className = "card";
      card.dataset.story = story.id;
      const name = document.createElement("b");
      name.textContent = story.name;
      const about = document.createElement("span");
      about.textContent = story.about;
      card.append(name, about);
      card.onclick = () => this.begin(story);
      $("cards").append(card);
    }
    $("story-next").onclick = () => this.next();
    $("story-end").onclick = () => this.leave();
  }

  begin(story) {
    this.story = story;
    this.at = -1;
    this.app.start({ helped: story.lines[0].act === "begin" });
    $("story").hidden = false;
    $("story-name").textContent = story.name;
    this.next();
    $("unit").scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  get line() {
    return this.story?.lines[this.at];
  }

  next() {
    this.point(null);
    if (this.line?.act === "begin") this.app.unit.helped = false;
    this.at += 1;
    const line = this.line;
    if (!line) return this.leave();
    $("story-say").textContent = line.say;
    $("story-next").hidden = Boolean(line.until);
    if (this.at === this.story.lines.length - 1) {
      $("story-next").hidden = false;
      $("story-next").textContent = "Done";
    } else $("story-next").textContent = "Next";
    this.point(line.point);
    if (line.speed) this.app.speed(line.speed);
    this.act(line.act);
  }

  act(what) {
    const { world } = this.app;
    if (what === "soft") world.switch("soft", true);
    else if (what === "leg") world.break("leg_rev_high", "stuck_closed");
    else if (what === "battery") {
      $("battery").value = "3200";
      $("battery").dispatchEvent(new Event("change"));
    }
  }

  point(selector) {
    for (const element of document.querySelectorAll(".pointed")) element.classList.remove("pointed");
    if (!selector) return;
    const element = document.querySelector(selector);
    element.classList.add("pointed");
    if (matchMedia("(max-width: 59.99rem)").matches) element.scrollIntoView({ block: "center" });
  }

  see(sample) {
    if (this.line?.until?.(sample)) this.next();
  }

  leave() {
    this.point(null);
    this.story = null;
    this.app.unit.helped = false;
    $("story").hidden = true;
    this.app.speed(1);
  }
}
