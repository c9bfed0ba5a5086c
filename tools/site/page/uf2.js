// Makes the one file for a board of MicroPython's own UF2 and the image: the bytes of `make uf2`. What is refused, and in
// which words, is tools/image/uf2.py's; what it knows of boards and chips comes with the pack. Shows nothing.

const BLOCK = 512;
const HEAD = 32;
const PAYLOAD = 256;
const START_0 = 0x0a324655;
const START_1 = 0x9e5d5157;
const END = 0x0ab16f30;
const NOT_FLASH = 1;
const HAS_FAMILY = 0x2000;
const FLASH = 0x1000_0000;
const WINDOW = 16 << 20;
const LFS_BLOCK = 4096;
// "Binary information" of the Pico's kit: a header near the start lists typed entries.
const INFO_START = 0x7188ebf2;
const INFO_END = 0xe71aa390;
const ID_AND_STRING = 6;
const BLOCK_DEVICE = 7;
const PROGRAM = 0x02031c86;
const VERSION = 0x11a9bc3a;
const BOARD = 0xb63cffbb;

export class Uf2Error extends Error {}

const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// The bytes of flash that a UF2 writes, by address.
function readBlocks(bytes, name, facts) {
  const refuse = (text) => {
    throw new Uf2Error(`${name} ${text} ${facts.where}`);
  };
  const words = view(bytes);
  const word = (at) => words.getUint32(at, true);
  if (bytes.length < 8 || word(0) !== START_0 || word(4) !== START_1) refuse("is not a UF2 file.");
  if (bytes.length < BLOCK) refuse("is cut short within its first block. Fetch it again.");
  const whole = Math.floor(bytes.length / BLOCK);
  const blocks = new Map();
  let count = 0;
  for (let number = 0; number < whole; number++) {
    const at = number * BLOCK;
    const [flags, address, size] = [word(at + 8), word(at + 12), word(at + 16)];
    const family = word(at + 28);
    count = word(at + 24);
    if (word(at) !== START_0 || word(at + 4) !== START_1 || word(at + BLOCK - 4) !== END || size > BLOCK - 36)
      refuse(`is damaged: block ${number} has no UF2 marks. Fetch it again.`);
    if (flags & NOT_FLASH) continue;
    if (!(flags & HAS_FAMILY) || family !== facts.family) {
      const chip = facts.other_chips[family] ?? `another chip (family ${family.toString(16).padStart(8, "0")})`;
      refuse(`is for ${chip}; this board has an RP2040.`);
    }
    if (address < FLASH || address > FLASH + WINDOW - size)
      refuse(`writes to 0x${address.toString(16)}, which is not flash (RAM lies at 0x20000000).`);
    blocks.set(address, bytes.subarray(at + HEAD, at + HEAD + size));
  }
  if (count > whole) refuse(`is cut short: ${whole} of ${count} blocks. Fetch it again.`);
  if (bytes.length % BLOCK) refuse(`is damaged: ${bytes.length % BLOCK} bytes follow its last block. Fetch it again.`);
  if (!blocks.size) refuse("writes nothing to the flash.");
  return blocks;
}

// The flash from its first byte to the last one written; what is not written reads 0xFF.
function flat(blocks) {
  const flash = new Uint8Array(Math.max(...[...blocks].map(([address, data]) => address + data.length)) - FLASH).fill(255);
  for (const [address, data] of blocks) flash.set(data, address - FLASH);
  return flash;
}

function textAt(flash, at) {
  if (at < 0 || at >= flash.length) return "";
  const end = flash.indexOf(0, at);
  return new TextDecoder().decode(flash.subarray(at, end));
}

// The texts of the binary information by their id, and its drives.
function information(flash) {
  const words = view(flash);
  const word = (at) => words.getUint32(at, true);
  const texts = new Map();
  const drives = [];
  for (let at = 0; at < Math.min(flash.length, 0x400) - 20; at += 4) {
    if (word(at) !== INFO_START || word(at + 16) !== INFO_END) continue;
    for (let entry = word(at + 4) - FLASH; entry < word(at + 8) - FLASH; entry += 4) {
      if (entry < 0 || entry > flash.length - 4) break;
      const there = word(entry) - FLASH;
      if (there < 0 || there > flash.length - 20) continue;
      const [kind, first, second, third] = [words.getUint16(there, true), word(there + 4), word(there + 8), word(there + 12)];
      if (kind === ID_AND_STRING && !texts.has(first)) texts.set(first, textAt(flash, second - FLASH));
      else if (kind === BLOCK_DEVICE) drives.push([second, third]);
    }
    break;
  }
  return { texts, drives };
}

const holds = (bytes, text) => new TextDecoder("latin1").decode(bytes).includes(text);

// {blocks, version, at}: a MicroPython for the board, new enough, its program alone. Throws Uf2Error, a sentence.
export function readFirmware(bytes, name, facts) {
  const refuse = (text) => {
    throw new Uf2Error(`${name} ${text} ${facts.where}`);
  };
  const blocks = readBlocks(bytes, name, facts);
  const flash = flat(blocks);
  if (holds(flash, "CircuitPython")) refuse("is CircuitPython: it has no hard timers.");
  const { texts, drives } = information(flash);
  if (texts.get(PROGRAM) !== "MicroPython") refuse(`is ${texts.get(PROGRAM) ?? "a program without a name"}, not MicroPython.`);
  const version = texts.get(VERSION) ?? "";
  const found = /^v?(\d+)\.(\d+)/.exec(version);
  if (!found) refuse("does not tell its version.");
  const [major, minor] = facts.oldest;
  if (Number(found[1]) < major || (Number(found[1]) === major && Number(found[2]) < minor))
    refuse(`is MicroPython ${version}; the unit needs v${major}.${minor} or newer.`);
  const board = texts.get(BOARD);
  if (board !== facts.board.name) refuse(`is made for the board '${board ?? "?"}', not for '${facts.board.name}'.`);
  if (drives.length !== 1) refuse("does not tell where its file system lies.");
  const [at, size] = drives[0];
  const program = new Map([...blocks].filter(([address]) => address < at));
  const end = Math.max(at + (program.size ? 0 : 1), ...[...program].map(([address, data]) => address + data.length));
  if (at % LFS_BLOCK || size % LFS_BLOCK || at + size > FLASH + facts.flash_bytes || end > at)
    throw new Uf2Error(`${name} puts its file system at 0x${at.toString(16)}, ${size} bytes: not inside this board's flash`);
  if (size !== facts.fs_bytes)
    throw new Uf2Error(
      `${name} has ${size} bytes for files, and this page lays them out for ${facts.fs_bytes}. In the project's folder: make uf2 MICROPYTHON=path of that file`,
    );
  return { blocks: program, version, at };
}

// The file system of a new board: `files` are all of the board's, by path; `facts.fs` says what lies where.
export function fileSystem(files, facts, literal) {
  const known = new Uint8Array([...files.values()].reduce((sum, data) => sum + data.length, 0));
  let end = 0;
  for (const path of [...files.keys()].sort()) {
    known.set(files.get(path), end);
    end += files.get(path).length;
  }
  const whole = new Uint8Array(facts.fs_bytes).fill(255);
  let used = 0;
  for (const [at, size, from] of facts.fs) {
    whole.set(from < 0 ? literal.subarray(used, used + size) : known.subarray(from, from + size), at);
    if (from < 0) used += size;
  }
  return whole;
}

// A UF2 that writes these bytes, in the order of their addresses.
export function pack(blocks, family) {
  const pieces = [];
  for (const address of [...blocks.keys()].sort((a, b) => a - b)) {
    const data = blocks.get(address);
    for (let at = 0; at < data.length; at += PAYLOAD) pieces.push([address + at, data.subarray(at, at + PAYLOAD)]);
  }
  const out = new Uint8Array(pieces.length * BLOCK);
  const words = view(out);
  pieces.forEach(([address, piece], number) => {
    const at = number * BLOCK;
    const head = [START_0, START_1, HAS_FAMILY, address, piece.length, number, pieces.length, family];
    head.forEach((value, i) => words.setUint32(at + 4 * i, value, true));
    out.set(piece, at + HEAD);
    words.setUint32(at + BLOCK - 4, END, true);
  });
  return out;
}

// {bytes, version}: MicroPython and the unit's files in one UF2. Throws Uf2Error.
export function build(given, name, facts, files, literal) {
  const { blocks, version, at } = readFirmware(given, name, facts);
  return { bytes: pack(new Map([...blocks, [at, fileSystem(files, facts, literal)]]), facts.family), version };
}
