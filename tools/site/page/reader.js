// Reads the glass for whoever cannot see it: by the simulated person's own eyes, in a second MicroPython on this thread,
// once a picture stands still. Shows nothing.

import { start, unpack } from "./runtime.js";

const STILL_MS = 350;

export class Reader {
  constructor(files, tell) {
    this.files = files;
    this.tell = tell;
    this.hex = "";
  }

  see(hex) {
    this.hex = hex;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), STILL_MS);
  }

  async ready() {
    if (this.mp) return;
    const { loadMicroPython } = await import("./micropython.mjs");
    const { files } = await unpack(this.files.bundle);
    const url = new URL("./micropython.wasm", import.meta.url).href;
    this.mp = await start(loadMicroPython, { url, heapsize: 2 << 20 }, files);
    this.mp.runPython("from tools.harness import screen_reader\ndef read(hex):\n    return '\\n'.join(screen_reader.read(bytes.fromhex(hex)).lines)\n");
    this.read_ = this.mp.globals.get("read");
  }

  async read() {
    try {
      this.starting ??= this.ready();
      await this.starting;
      const text = this.hex ? this.read_(this.hex) : "The display is dark";
      this.tell(text.split("\n"));
    } catch (error) {
      console.warn("the glass cannot be read", error.message);
    }
  }
}
