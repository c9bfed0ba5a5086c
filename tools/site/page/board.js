// The page "Onto a board": which file was chosen, what is saved, how far the copying is. Decides what a touch means.

import { image } from "./image.js";
import { InstallError, install, look, verdict } from "./install.js";
import { save } from "./save.js";
import { PortError, Prompt } from "./serial.js";
import { build, Uf2Error } from "./uf2.js";

const $ = (id) => document.getElementById(id);
const ARMV6M_AT = 10; // where the processor stands in sys.implementation._mpy
const MOST = 16 << 20; // a file larger than a Pico's flash could be is not read

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

async function pack(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name} is not there (${answer.status}). Load the page anew; if that does not help, its copy on the server is incomplete.`);
  return answer.arrayBuffer();
}

let given;
const packs = () => (given ??= Promise.all([pack("unit.pack"), pack("board.pack")]).then(([unit, board]) => image(unit, board)));

let made = null;

async function choose() {
  made = null;
  $("make").disabled = true;
  $("made").textContent = "";
  trouble("");
  const [file] = $("file").files;
  if (!file) return;
  try {
    const { facts, literal, onBoard, version } = await packs();
    if (file.size > MOST) throw new Uf2Error(`${file.name} is larger than a Pico's flash. ${facts.where}`);
    const done = build(new Uint8Array(await file.arrayBuffer()), file.name, facts, onBoard, literal);
    made = done.bytes;
    $("make").disabled = false;
    $("made").textContent = `Ready: MicroPython ${done.version} and the unit's program ${version}, ${made.length >> 10} KB.`;
  } catch (error) {
    trouble(error instanceof Uf2Error ? error.message : `The file could not be made: ${error.message}`);
  }
}

// Why this browser reaches no port, and what to do; nothing: it can.
function lacking() {
  if (!isSecureContext) return "A browser lets only a page from https: or from localhost to a port. In the project's folder: make flash.";
  if (!("serial" in navigator)) return "This browser lets no page to a serial port. Chrome, Edge and Opera on a computer do; or, in the project's folder: make flash. The file above works with any browser.";
  return "";
}

async function connect() {
  trouble("");
  $("sent").textContent = "";
  let port;
  try {
    port = await navigator.serial.requestPort({ filters: [{ usbVendorId: 0x2e8a }] });
  } catch (error) {
    if (error.name !== "NotFoundError") return trouble(`The browser gives no port: ${error.message}`);
    $("sent").textContent = "No port was chosen. If the list was empty: the cable must carry data, and a board that shows up as a drive is in bootloader mode.";
    return;
  }
  $("connect").disabled = true;
  const prompt = new Prompt(port);
  try {
    await bring(prompt, await packs());
  } catch (error) {
    const known = error instanceof PortError || error instanceof InstallError;
    trouble(known ? error.message : `It ended: ${error.message} One whole program is on the board. Begin again.`);
    $("sent").textContent = "";
  } finally {
    await prompt.close();
    $("connect").disabled = false;
    $("progress").hidden = true;
  }
}

async function bring(prompt, { facts, files, simulated }) {
  const tell = (text) => ($("sent").textContent = text);
  tell("Asking the board what it is …");
  await prompt.open();
  await prompt.enter();
  const told = await look(prompt, facts);
  const fits = ((told.mpy >> ARMV6M_AT) & 15) === facts.processor ? files : simulated;
  $("progress").hidden = false;
  tell(`${told.machine}, MicroPython ${told.version.join(".")}. Copying; leave the cable in.`);
  const sent = await install(prompt, told, fits, (done, all) => ($("progress").value = done / all));
  $("progress").hidden = true;
  const copied = sent ? `${Math.ceil(sent / 1024)} KB sent, checked and chosen.` : "It has this program.";
  tell(`${copied} The unit starts and tests itself; that takes up to half a minute.`);
  const { version, code } = await verdict(prompt);
  if (code === facts.pass) return tell(`${copied} Version ${version} runs; its self-test on the cable passed (${facts.codes[code][0]}: the cable is in).`);
  if (!code) throw new InstallError(`${copied} The program is on the board, but its self-test does not end. Read the unit's glass; the manual's page of messages says more.`);
  const [label, cause, next] = facts.codes[code] ?? [String(code), "", ""];
  throw new InstallError(`${copied} The new program runs, but its self-test says ${label}: ${cause} ${next} The manual's page of messages says more.`);
}

function main() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("sw.js").catch(() => {}); // only offline it lacks then
  $("file").addEventListener("change", choose);
  $("make").addEventListener("click", () => made && save("ionto.uf2", made, "application/octet-stream"));
  $("connect").addEventListener("click", connect);
  const why = lacking();
  if (why) {
    $("serial-why").textContent = why;
    $("serial-how").hidden = true;
  }
  packs().then(({ version }) => ($("version").textContent = version), (error) => trouble(error.message));
}

main();
