// Starts MicroPython in WebAssembly with the bundle's files in its file system. Knows nothing of the page, and runs in a
// worker of a browser as under node.

import { skin } from "./skin.js";

export async function unpack(gzipped) {
  const plain = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const body = bytes.subarray(4 + size);
  const files = index.files.map(([path, begin, length]) => [path, body.subarray(begin, begin + length)]);
  return { version: index.version, files };
}

export function lay(fs, files) {
  const made = new Set([""]);
  for (const [path, content] of files) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    let at = "";
    for (const part of folder.split("/")) {
      at += "/" + part;
      if (!made.has(at)) {
        made.add(at);
        fs.mkdir(at);
      }
    }
    fs.writeFile("/" + path, content);
  }
}

export async function start(loadMicroPython, options, files) {
  const mp = await loadMicroPython({ heapsize: 16 << 20, ...options });
  lay(mp.FS, files);
  mp.FS.mkdir("/out");
  mp.registerJsModule("skin", skin);
  mp.runPython("import sys\nsys.path[:] = ['.frozen', '/ionto', '/ionto/firmware']\n");
  return mp;
}
