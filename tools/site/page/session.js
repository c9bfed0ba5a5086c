// What was done, as a scenario in the words of docs/scenarios/, as a link, and back into commands. Sends nothing.

export const LINK = 1; // version of what stands behind #s=
export const MOST = 60_000; // characters of a link that are looked at

const b64 = {
  to: (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""),
  from: (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)),
};

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export class BadLink extends Error {}

const OFF_MS = 3_600_000; // the longest that a scenario knows
export const LONGEST_MS = 3 * 3_600_000; // of a session that a link may hold

// One command at its time, as an action or a fault of a scenario.
function action({ t, command: c }) {
  if (c.do === "button") return { at_ms: t, do: c.down ? "hold" : "release", button: c.button };
  if (c.do === "soda") return { at_ms: t, do: "soda", to_permille: c.to_permille, over_ms: c.over_ms };
  if (c.do === "hands" && c.permille === 1000) return { at_ms: t, do: "hands_in", over_ms: c.over_ms };
  if (c.do === "hands" && c.permille === 0) return { at_ms: t, do: "hands_out", over_ms: c.over_ms, hand: c.hand };
  if (c.do === "hands") return { at_ms: t, do: "slide", to_permille: c.permille, over_ms: c.over_ms, hand: c.hand };
  return null;
}

// {scenario, left}: `left` are commands that no scenario has words for.
export function scenario(done, about, endMs) {
  const user = [];
  const faults = [];
  const left = [];
  const open = new Map();
  for (const one of done) {
    const { t, command: c } = one;
    const found = action(one);
    if (found) {
      user.push(found);
    } else if (c.do === "fault") {
      const key = `${c.part}.${c.mode}`;
      if (c.on) {
        const fault = { at_ms: t, part: c.part, mode: c.mode, ...c.values };
        open.set(key, fault);
        faults.push(fault);
      } else if (open.has(key)) {
        const fault = open.get(key);
        fault.for_ms = Math.max(1, t - fault.at_ms);
        open.delete(key);
      }
    } else if (c.do === "power") {
      if (!c.on) open.set("power", t);
      else if (open.has("power")) {
        const at = open.get("power");
        user.push({ at_ms: at, do: "power_cycle", off_ms: Math.max(1, t - at) });
        open.delete("power");
      }
    } else {
      left.push(one);
    }
  }
  if (open.has("power")) user.push({ at_ms: open.get("power"), do: "power_cycle", off_ms: Math.min(OFF_MS, Math.max(1000, endMs - open.get("power"))) });
  user.sort((a, b) => a.at_ms - b.at_ms);
  return {
    scenario: {
      about,
      board: { name: "pico", flash_erase_us: 0, flash_page_us: 0 },
      battery_mv: 3900,
      user,
      faults,
      end_ms: Math.max(1000, endMs),
      linger_ms: 600_000, // an outcome on the way does not end it
    },
    left,
  };
}

export async function pack(done, version) {
  const text = JSON.stringify({ v: version, c: done.map(({ t, command }) => [t, command]) });
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return `#s=${LINK}.${b64.to(bytes)}`;
}

const within = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
const WORDS = {
  button: (c) => ["up", "down", "ok", "stop"].includes(c.button) && within(c.down, 0, 1),
  hands: (c) => within(c.permille, 0, 1000) && within(c.over_ms, 0, 60_000) && ["left", "right", "both"].includes(c.hand),
  soda: (c) => within(c.to_permille, 1, 1000) && within(c.over_ms, 0, 600_000),
  power: (c) => within(c.on, 0, 1),
  fault: (c, parts) => {
    const mode = parts.find((part) => part.name === c.part)?.modes.find((one) => one.name === c.mode);
    const values = Object.entries(c.values ?? {});
    return Boolean(mode) && within(c.on, 0, 1) && values.every(([name, value]) => name in mode.values && (typeof value === "string" || Number.isInteger(value)));
  },
};

// The commands of a link and the version that it was made with; `parts`: the faults that there are. Raises BadLink, a
// sentence for the reader.
export async function unpack(hash, parts) {
  const found = /^#s=(\d+)\.([A-Za-z0-9_-]+)$/.exec(hash);
  if (!found || hash.length > MOST) throw new BadLink("This link is damaged: part of it is missing. Ask for it again, or start from the beginning here.");
  if (Number(found[1]) !== LINK)
    throw new BadLink(`This link is of another kind (${found[1]}) than this page understands (${LINK}). Open it where it was made, or load this page anew.`);
  let told;
  try {
    const bytes = await through(b64.from(found[2]), new DecompressionStream("deflate-raw"));
    told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadLink("This link is damaged: it was cut or changed on its way. Ask for it again, or start from the beginning here.");
  }
  const fits = ([t, c]) => within(t, 0, LONGEST_MS) && Object.hasOwn(WORDS, c?.do) && WORDS[c.do](c, parts);
  if (!Array.isArray(told?.c) || !told.c.every((one) => Array.isArray(one) && fits(one)))
    throw new BadLink("This link holds something that is no session of this unit: it was changed, or made by another version. Start from the beginning here.");
  return { version: String(told.v), done: told.c.map(([t, command]) => ({ t, command })) };
}
