// The guided stories: what is said, what is waited for, what happens by itself. Knows the unit's states by name only.
//
// A line: `say`; `point`: what to press; `until(s)`: goes on when it is true of the sample, with what the glass says as
// `said`, else with the reader's Next; `act`: what the story itself does when the line begins; `speed` from here on.

const FLOWS = ["ramp", "run"];
const unit = (s) => s.unit?.state ?? "";
const is = (...states) => (s) => states.includes(unit(s));
const ma = (s) => Math.abs(s.body_ua) / 1000;

const BEGIN = [
  {
    say: "The box has just been switched on. It tests itself before every treatment: keys, cut-offs, the whole way of the current. Wait until it asks for STOP.",
    until: (s) => is("ready")(s) || s.said.includes("Press STOP"),
    speed: 4,
  },
  { say: "Press STOP: that key has to work before anything else may.", point: "[data-key=stop]", until: is("ready"), speed: 1 },
  { say: "It is ready. Press OK for a treatment of the hands. Answer each page of the checklist with OK, as you would if none of it applied to you.", point: "[data-key=ok]", until: is("contact", ...FLOWS), speed: 1 },
  { say: "Now both hands go into the trays, flat.", point: "[data-do=in]", until: (s) => s.hands.every((h) => h > 900), speed: 1 },
  { say: "It feels for contact with half a milliampere, then the current rises from zero, half a milliampere a second.", until: (s) => is("run")(s) || ma(s) > 2, speed: 1 },
];

const ALONE = [{ say: "The story brings the unit to its current first: watch the keys.", act: "begin", until: is("run"), speed: 10 }];

export const STORIES = [
  {
    id: "first",
    name: "A first treatment",
    about: "From the switch to flowing current, by your own hands. A minute.",
    lines: [
      ...BEGIN,
      { say: "Current flows. The plot shows the body's current and, beside it, what the unit believes. Take your time; then press STOP, as anybody would who is frightened.", point: "[data-key=stop]", until: (s) => ma(s) < 0.3 && !is(...FLOWS)(s), speed: 1 },
      { say: "Led to zero in a second or two. STOP always leads to less. That is all you need to know: with both hands in the water, taking one out is the stop you have." },
    ],
  },
  {
    id: "hand",
    name: "Taking a hand out",
    about: "What the body feels when contact opens under current.",
    lines: [
      ...ALONE,
      { say: "Now take the left hand out, quickly.", point: "[data-do=left]", until: (s) => s.hands[0] < 100, speed: 1 },
      { say: "Cut before the contact opened, and no more than was set went through the skin. It waits for the hand.", until: (s) => ma(s) < 0.1, speed: 1 },
      { say: "Put both hands back in.", point: "[data-do=in]", until: (s) => s.hands.every((h) => h > 900), speed: 1 },
      { say: "It begins again from zero, never where it was.", until: is("ramp", "run"), speed: 4 },
      { say: "That is how each pause ends." },
    ],
  },
  {
    id: "soft",
    name: "Soft water",
    about: "Water that conducts badly, and the teaspoon of soda that helps.",
    lines: [
      ...ALONE,
      { say: "Rain, or a filter: the water conducts ever worse.", act: "soft", until: (s) => !is(...FLOWS)(s) || Math.abs(s.body_ua) < 0.7 * (s.unit?.target_ua ?? 0), speed: 2 },
      { say: "The voltage reaches its end, and less flows than was asked for: the display says so, and nothing surges. Press STOP.", point: "[data-key=stop]", until: (s) => ma(s) < 0.3, speed: 1 },
      { say: "Hands out. Before the next treatment stir a teaspoon of baking soda into each tray.", point: "[data-do=soda]", until: (s) => s.soda > 0, speed: 1 },
      { say: "Baking soda, never salt: that is what the manual says, too. Now the water carries the current by a few volts." },
    ],
  },
  {
    id: "leg",
    name: "A switch in the bridge breaks",
    about: "A part fails in the middle of a treatment.",
    lines: [
      ...ALONE,
      { say: "One of four switches that give the current its direction welds shut.", act: "leg", until: is("fault"), speed: 1 },
      { say: "Cut and latched: nothing flows any more, and nothing will until the power was off and the test passed. The plot shows what the body got until then." },
    ],
  },
  {
    id: "battery",
    name: "The battery dies",
    about: "An empty cell ends a treatment gently.",
    lines: [
      ...ALONE,
      { say: "The cell is nearly empty.", act: "battery", until: (s) => ma(s) < 0.2, speed: 1 },
      { say: "Led to zero while there was still power enough to do it properly." },
    ],
  },
];
