// What was done, as a scenario in the words of docs/scenarios/, as a link, and back into commands. Sends nothing.

export const LINK = 1; // version of what stands behind #s=
const MOST = 60_000; // characters of a link that are looked at

const b64 = {
  to: (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""),
  from: (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)),
};

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export class BadLink extends Error {}

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

const WORDS = ["button", "hands", "soda", "power", "battery", "fault"];

// The commands of a link and the version that it was made with. Raises BadLink, a sentence for the reader.
export async function unpack(hash) {
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
  const fits = ([t, c]) => Number.isInteger(t) && t >= 0 && t < 3 * 3_600_000 && WORDS.includes(c?.do);
  if (!Array.isArray(told?.c) || !told.c.every((one) => Array.isArray(one) && fits(one)))
    throw new BadLink("This link holds something that is no session. Start from the beginning here.");
  return { version: String(told.v), done: told.c.map(([t, command]) => ({ t, command })) };
}
