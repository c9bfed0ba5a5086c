// What the page brings onto a board, out of both packs: the image's files, where they lie, what the board is asked.

import { unpack } from "./runtime.js";

// As tools/slots.py has it: the image in the first slot, and the root's own files.
function onBoard(files) {
  const found = new Map([...files].map(([path, data]) => [`a/${path}`, data]));
  found.set("boot.py", files.get("boot.py"));
  found.set("main.py", files.get("rescue_main.py"));
  found.set("chosen", new TextEncoder().encode("a"));
  return found;
}

// {facts, literal, version, files, simulated, onBoard}; `simulated`: the same image for a simulated unit.
export async function image(unitPack, boardPack) {
  const [unit, board] = await Promise.all([unpack(unitPack), unpack(boardPack)]);
  const own = new Map(board.files);
  const simulated = new Map();
  for (const [path, data] of unit.files) if (path.startsWith("image/")) simulated.set(path.slice(6), data);
  const named = JSON.parse(new TextDecoder().decode(own.get("board/manifest.json"))).files;
  const files = new Map();
  for (const path of [...Object.keys(named), "manifest.json"].sort()) files.set(path, own.get(`board/${path}`) ?? simulated.get(path));
  const facts = JSON.parse(new TextDecoder().decode(own.get("facts.json")));
  return { facts, literal: own.get("fs.literal"), version: board.version, files, simulated, onBoard: onBoard(files) };
}
