// MicroPython's raw prompt over a serial port of the browser: opens it, runs programs there, closes it. Knows no unit.

const ANSWER_MS = 4000;
const RUN_MS = 30_000;
const READY = "raw REPL; CTRL-B to exit\r\n>";
const AGAIN = "Plug it in and begin again";
export const SERVICE = "Switch the unit off, plug the cable in, then switch it on: that is service mode";

export class PortError extends Error {}

const SILENT = `The board does not answer: a unit in treatment mode is silent on its cable, and so is anything that is no MicroPython. ${SERVICE}. Nothing was changed.`;
const LOST = `The board does not answer any more: was the cable pulled, or the unit switched off? ${AGAIN}; where it stays silent: s${SERVICE.slice(1)}.`;

const latin = (bytes) => String.fromCharCode(...bytes);

export class Prompt {
  constructor(port) {
    this.port = port;
    this.seen = ""; // what came and was not taken yet, a character a byte
    this.gone = false;
    this.met = false;
    this.bell = () => {};
  }

  async open() {
    try {
      await this.port.open({ baudRate: 115_200, bufferSize: 16_384 });
    } catch (error) {
      throw new PortError(`The port cannot be opened: another program may have it (a terminal, an editor for boards). End that program, then begin again. (${error.message})`);
    }
    this.writer = this.port.writable.getWriter();
    this.reader = this.port.readable.getReader();
    this.reading = this.listen();
  }

  async listen() {
    try {
      for (;;) {
        const { value, done } = await this.reader.read();
        if (done) break;
        for (let at = 0; at < value.length; at += 4096) this.seen += latin(value.subarray(at, at + 4096));
        this.bell();
      }
    } catch {
      // told by whoever waits for the next byte
    }
    this.gone = true;
    this.bell();
  }

  async close() {
    try {
      await this.reader.cancel();
      await this.reading;
      this.reader.releaseLock();
      this.writer.releaseLock();
      await this.port.close();
    } catch {
      // it is gone
    }
  }

  async write(text) {
    try {
      await this.writer.write(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    } catch {
      throw new PortError(LOST);
    }
  }

  // What comes up to and with `end`; it is taken. Throws PortError where it does not come.
  async until(end, ms) {
    const limit = Date.now() + ms;
    for (;;) {
      const at = this.seen.indexOf(end);
      if (at >= 0) return this.take(at + end.length);
      await this.more(limit);
    }
  }

  async bytes(count, ms) {
    const limit = Date.now() + ms;
    while (this.seen.length < count) await this.more(limit);
    return this.take(count);
  }

  take(count) {
    const taken = this.seen.slice(0, count);
    this.seen = this.seen.slice(count);
    return taken;
  }

  async more(limit) {
    const left = limit - Date.now();
    if (left <= 0 || this.gone) throw new PortError(this.met ? LOST : SILENT);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, left);
      this.bell = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // The raw prompt after a soft reset: of the board's own files only boot.py has run.
  async enter() {
    await this.write("\r\x03\x03");
    await new Promise((resolve) => setTimeout(resolve, 100));
    this.seen = "";
    await this.write("\r\x01");
    await this.until(READY, ANSWER_MS);
    await this.write("\x04");
    await this.until("soft reboot\r\n", ANSWER_MS);
    await this.until(READY, ANSWER_MS);
    this.met = true;
  }

  // Runs a program; what it printed. Throws PortError where it fails.
  async run(program, ms = RUN_MS) {
    await this.write("\x05A\x01");
    const answer = await this.bytes(2, ANSWER_MS);
    if (answer !== "R\x01") throw new PortError(LOST);
    const head = await this.bytes(2, ANSWER_MS);
    const window = head.charCodeAt(0) + 256 * head.charCodeAt(1);
    await this.paste(Array.from(new TextEncoder().encode(program), (byte) => String.fromCharCode(byte)).join(""), window);
    const said = (await this.until("\x04", ms)).slice(0, -1);
    const failed = (await this.until("\x04", ANSWER_MS)).slice(0, -1);
    await this.until(">", ANSWER_MS);
    if (failed) throw new PortError(`The board answers: ${failed.trim().split("\n").at(-1).trim()}. Begin again; what ran before still runs.`);
    return said;
  }

  // Raw-paste mode: never more than the board has room for.
  async paste(text, window) {
    let room = window;
    let at = 0;
    while (at < text.length) {
      while (room <= 0 || this.seen.length) {
        const byte = await this.bytes(1, ANSWER_MS);
        if (byte === "\x01") room += window;
        else if (byte === "\x04") throw new PortError(LOST); // it has stopped reading
      }
      const piece = text.slice(at, at + room);
      await this.write(piece);
      at += piece.length;
      room -= piece.length;
    }
    await this.write("\x04");
    for (;;) if ((await this.bytes(1, ANSWER_MS)) === "\x04") return;
  }

  // Leaves the prompt: boot.py, then main.py, as after power-on but for the hardware's state.
  async restart() {
    await this.write("\r\x02");
    await new Promise((resolve) => setTimeout(resolve, 50));
    this.seen = "";
    await this.write("\x04");
  }

  // A line that comes within `ms`, or nothing.
  async line(ms) {
    try {
      return (await this.until("\n", ms)).trimEnd();
    } catch (error) {
      if (this.gone) throw error;
      return "";
    }
  }
}
