// The page's own script makes files for a board, for test_board_pack.py: node make_uf2.mjs IMAGE.js UF2.js UNIT.pack
// BOARD.pack FOLDER. Each *.uf2 in the folder becomes *.made, or *.refused with the sentence.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [imageJs, uf2Js, unit, board, folder] = process.argv.slice(2);
const { image } = await import(pathToFileURL(imageJs));
const { build, Uf2Error } = await import(pathToFileURL(uf2Js));
const { facts, files, literal, onBoard } = await image(readFileSync(unit), readFileSync(board));
for (const name of readdirSync(folder).filter((one) => one.endsWith(".uf2"))) {
  const path = `${folder}/${name}`;
  try {
    writeFileSync(`${path}.made`, build(new Uint8Array(readFileSync(path)), name, facts, onBoard, literal).bytes);
  } catch (error) {
    if (!(error instanceof Uf2Error)) throw error;
    writeFileSync(`${path}.refused`, error.message);
  }
}
console.log(JSON.stringify([...files.keys()]));
