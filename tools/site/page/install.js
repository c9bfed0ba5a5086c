// Brings the image onto a board at its prompt: into the slot not in use, checked there, then chosen by one rename. The
// order is tools/device/flash.py's, so that a cut at any byte leaves the old program whole or the new one.

const SLOTS = ["a", "b"];
const MANIFEST = "manifest.json";
const ROOT_FILES = [["boot.py", "boot.py"], ["main.py", "rescue_main.py"]];
const CHUNK = 3072; // bytes that one program at the prompt writes
const AT_ONCE = 8; // files that it copies
const BLOCK = 4096;
const HELLO_MS = 800;
const VERDICT_MS = 40_000;

export class InstallError extends Error {}

const text = (value) => JSON.stringify(value); // of strings, lists and numbers: Python's words too

export async function digest(data) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// What the board is and holds. Throws InstallError for one that the image does not fit.
export async function look(prompt, facts) {
  await prompt.run(facts.tools);
  let told;
  const said = await prompt.run(facts.look);
  try {
    told = JSON.parse(said);
  } catch {
    throw new InstallError(`The board answers “${said.slice(0, 60)}”: no MicroPython as expected. Begin again.`);
  }
  const { board } = facts;
  const [major, minor] = told.version;
  const oldest = board.micropython_min.split(".").map(Number);
  const first = "Use the file of the section above.";
  if (told.name !== "micropython") throw new InstallError(`The board runs ${told.name}, not MicroPython. ${first}`);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new InstallError(`This MicroPython is ${major}.${minor}; the unit needs ${board.micropython_min} or newer. Save the records (make backup). ${first}`);
  if (board.misfits.some((other) => told.machine.includes(other)) || !told.machine.includes(board.mcu))
    throw new InstallError(`The board is “${told.machine}”: this program does not fit. Use a ${board.title}.`);
  if (told.busy.length) throw new InstallError(`${told.busy.join(", ")} is high: something is driven. Switch the unit off and on, cable in.`);
  return told;
}

// Whether a slot holds what its manifest says, and nothing else.
function whole(told, slot) {
  const has = Object.entries(told.slots[slot]).filter(([path, hash]) => hash && path !== "unproven" && path !== MANIFEST);
  try {
    const { files } = JSON.parse(told.manifests[slot]);
    return has.length > 0 && has.length === Object.keys(files).length && has.every(([path, hash]) => files[path] === hash);
  } catch {
    return false;
  }
}

// The slot in use, as boot.py takes it; "" where none can be.
export function chosen(told) {
  const order = told.chosen === "b" ? ["b", "a"] : ["a", "b"];
  return order.find((slot) => whole(told, slot)) ?? "";
}

// How many bytes went over the cable; 0: it had this image. The slot in use is not touched.
export async function install(prompt, told, files, tell) {
  const inUse = chosen(told);
  const target = SLOTS[inUse === SLOTS[0] ? 1 : 0];
  const wanted = {};
  for (const [path, data] of files) wanted[path] = await digest(data);
  const here = Object.fromEntries(Object.entries(inUse ? told.slots[inUse] : {}).filter(([, hash]) => hash));
  if (inUse) await rootFiles(prompt, here, inUse, told.root); // an update that was interrupted last
  const paths = Object.keys(wanted);
  if (inUse && Object.keys(here).length === paths.length && paths.every((path) => here[path] === wanted[path])) return 0;

  const there = { ...told.slots[target] };
  delete there[MANIFEST];
  const folders = foldersOf(paths);
  const strays = Object.keys(there)
    .filter((path) => !(path in wanted) && !folders.includes(path.replace(/\/$/, "")))
    .sort()
    .reverse();
  const remove = strays.map((path) => `os.${path.endsWith("/") ? "rmdir" : "remove"}(${text(`/${target}/${path.replace(/\/$/, "")}`)})\n`);
  await prompt.run(`gone('/${target}/${MANIFEST}')\ngone('/${target}/unproven')\n${remove.join("")}`);

  const missing = paths.filter((path) => there[path] !== wanted[path] && path !== MANIFEST);
  const need = missing.reduce((sum, path) => sum + Math.ceil(files.get(path).length / BLOCK) * BLOCK, 8 * BLOCK);
  if (need > told.free + strays.length * BLOCK)
    throw new InstallError(`The flash has ${told.free >> 10} KB free, the program needs ${need >> 10}. Remove what is not the unit's, or save the records (make backup) and use the file above.`);
  for (const folder of ["", ...folders.filter((one) => !(`${one}/` in there))])
    await prompt.run(`try:\n os.mkdir(${text(`/${target}/${folder}`.replace(/\/$/, ""))})\nexcept OSError:\n pass\n`);

  const byHash = new Map(Object.entries(here).map(([path, hash]) => [hash, path]));
  const over = missing.filter((path) => !byHash.has(wanted[path]));
  const copies = missing.filter((path) => byHash.has(wanted[path])).map((path) => [byHash.get(wanted[path]), path]);
  for (let at = 0; at < copies.length; at += AT_ONCE)
    await prompt.run(
      `for n, m in ${text(copies.slice(at, at + AT_ONCE))}:\n with open('/${inUse}/' + n, 'rb') as f, open('/${target}/' + m, 'wb') as g:\n  g.write(f.read())\n`,
    );
  const all = [...over, MANIFEST].reduce((sum, path) => sum + files.get(path).length, 0);
  let done = 0;
  for (const path of [...over, MANIFEST]) {
    await write(prompt, `/${target}/${path}`, files.get(path), (bytes) => tell(done + bytes, all));
    done += files.get(path).length;
  }
  const has = JSON.parse(await prompt.run(`import json\nprint(json.dumps(hashes('/${target}')))`));
  const wrong = [...new Set([...Object.keys(has), ...paths])].sort().find((path) => !path.endsWith("/") && has[path] !== wanted[path]);
  if (wrong) throw new InstallError(`${wrong} arrived damaged on the board; the old program stays. Begin again.`);
  await prompt.run(`f = open('/chosen.new', 'w')\nf.write('${target}')\nf.close()\nos.rename('/chosen.new', '/chosen')`);
  await rootFiles(prompt, wanted, target, told.root);
  return done;
}

function foldersOf(paths) {
  const found = new Set();
  for (const path of paths) {
    const parts = path.split("/").slice(0, -1);
    parts.forEach((_, i) => found.add(parts.slice(0, i + 1).join("/")));
  }
  return [...found].sort();
}

// The root's own files, from a slot that is whole: each written beside, then renamed.
async function rootFiles(prompt, hashes, slot, root) {
  for (const [name, copied] of ROOT_FILES) {
    if (root[name] === hashes[copied]) continue;
    await prompt.run(
      `with open('/${slot}/${copied}', 'rb') as f, open('/${name}.new', 'wb') as g:\n g.write(f.read())\n` +
        `if digest('/${name}.new') != '${hashes[copied]}': raise OSError('damaged')\nos.rename('/${name}.new', '/${name}')`,
    );
    root[name] = hashes[copied];
  }
}

async function write(prompt, path, data, tell) {
  await prompt.run(`from binascii import a2b_base64\nf = open(${text(path)}, 'wb')`);
  for (let at = 0; at < data.length; at += CHUNK) {
    await prompt.run(`_ = f.write(a2b_base64('${base64(data.subarray(at, at + CHUNK))}'))`);
    tell(Math.min(data.length, at + CHUNK));
  }
  await prompt.run("f.close()");
}

function crc32(data) {
  let crc = -1;
  for (const c of data) {
    crc ^= c.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ -1) >>> 0).toString(16).padStart(8, "0");
}

// Restarts the unit and waits for its self-test on the cable: {version, code}; code 0: it did not end in time.
export async function verdict(prompt, now = () => Date.now()) {
  await prompt.restart();
  const end = now() + VERDICT_MS;
  const told = { version: "", code: 0 };
  for (let number = 1; now() < end && !told.code; number++) {
    const body = `${number} hello`;
    await prompt.write(`${body} ${crc32(body)}\n`);
    const until = now() + HELLO_MS;
    while (now() < until) {
      const line = await prompt.line(until - now());
      const at = line.lastIndexOf(" ");
      const words = line.slice(0, at).split(" ");
      if (at < 0 || crc32(line.slice(0, at)) !== line.slice(at + 1) || words[0] !== String(number) || words[1] !== "ok") continue;
      told.version = words[3];
      told.code = Number(words[7]);
      break;
    }
    if (!told.code) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return told;
}
