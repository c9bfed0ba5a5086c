// What the unit in the worker calls: its turns, its lines. A sample comes as numbers, and becomes the object of docs/live.md
// here: the texts of it would fill the unit's memory, which is free again only at its end.

const TRUTH = ["t", "power", "usb", "body_ua", "sink_ua", "electrodes_mv", "charge_uamin", "rail_mv", "battery_mv"];
const BELIEVED = ["state", "fault", "service", "target_ua", "set_ua", "a_ua", "b_ua", "load_mv", "charge_uamin", "remaining_ms", "battery_mv", "pauses"];
const HERE = "{}"; // among the lines, where the sample stands

const named = (names, values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));

// `turn`: 1 when commands wait; `commands`: them, a line each; `tell`: takes the list of what is new.
export function pageModule(turn, commands, tell) {
  let sample = null;
  return {
    turn,
    commands,
    truth: (...values) => {
      sample = { ...named(TRUTH, values), hands: values.slice(TRUTH.length), unit: null };
    },
    believed: (...values) => {
      sample.unit = named(BELIEVED, values);
    },
    tell: (lines) => tell(lines.split("\n").filter(Boolean).map((line) => (line === HERE ? sample : JSON.parse(line)))),
  };
}
