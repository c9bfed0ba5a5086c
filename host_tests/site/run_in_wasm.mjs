// Runs normalised scenarios under MicroPython in WebAssembly, for test_wasm.py: node run_in_wasm.mjs BUNDLE MICROPYTHON.mjs
// RUNTIME.js SCENARIO OUT. Prints what the unit says; writes what it recorded.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [bundle, micropython, runtime, scenario, out] = process.argv.slice(2);
const { loadMicroPython } = await import(pathToFileURL(micropython));
const { start, unpack } = await import(pathToFileURL(runtime));
const { files } = await unpack(readFileSync(bundle));
const mp = await start(loadMicroPython, { stdout: (line) => console.log(line) }, files);
mp.FS.writeFile("/scenario.json", readFileSync(scenario));
try {
  mp.runPython("from tools.site import wasm_unit\nwasm_unit.run('/scenario.json', '/out')");
} catch (error) {
  console.error(error.message); // else node shows the whole file of the runtime, which is one line
  process.exit(1);
}
mkdirSync(out, { recursive: true });
for (const name of ["trace.i32", "body_changes.i32", "events.csv"]) {
  writeFileSync(`${out}/${name}`, mp.FS.readFile(`/out/${name}`));
}
