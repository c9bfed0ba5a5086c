// The shared memory between page and unit: commands in a ring, speed, pause, single turns. Knows no command.

const HEAD = 0; // written by the page
const TAIL = 1; // written by the unit
const FACTOR = 2; // hundredths; 0: as fast as possible
const PAUSED = 3;
const BELL = 4; // moved whenever something changes
const SINGLE = 5; // turns to take in spite of the pause
const INTS = 8;
const RING = 1 << 14;

export function memory() {
  return new SharedArrayBuffer(INTS * 4 + RING);
}

class Shared {
  constructor(buffer) {
    this.ints = new Int32Array(buffer, 0, INTS);
    this.ring = new Uint8Array(buffer, INTS * 4, RING);
  }
}

export class Outbox extends Shared {
  constructor(buffer) {
    super(buffer);
    Atomics.store(this.ints, FACTOR, 100);
  }

  ring_bell() {
    Atomics.add(this.ints, BELL, 1);
    Atomics.notify(this.ints, BELL);
  }

  set(factor) {
    Atomics.store(this.ints, FACTOR, Math.round(factor * 100));
    this.ring_bell();
  }

  pause(on) {
    Atomics.store(this.ints, PAUSED, on ? 1 : 0);
    this.ring_bell();
  }

  advance(turns) {
    Atomics.add(this.ints, SINGLE, turns);
    this.ring_bell();
  }

  // False: the unit has not read for so long that there is no room.
  send(command) {
    const bytes = new TextEncoder().encode(JSON.stringify(command) + "\n");
    let head = Atomics.load(this.ints, HEAD);
    const used = (head - Atomics.load(this.ints, TAIL) + RING) % RING;
    if (used + bytes.length >= RING) return false;
    for (const byte of bytes) {
      this.ring[head] = byte;
      head = (head + 1) % RING;
    }
    Atomics.store(this.ints, HEAD, head);
    this.ring_bell();
    return true;
  }
}

export class Inbox extends Shared {
  constructor(buffer) {
    super(buffer);
    this.bell = 0;
  }

  waiting() {
    return Atomics.load(this.ints, HEAD) !== Atomics.load(this.ints, TAIL);
  }

  // Every whole line that waits, one text.
  take() {
    const head = Atomics.load(this.ints, HEAD);
    let tail = Atomics.load(this.ints, TAIL);
    const bytes = [];
    while (tail !== head) {
      bytes.push(this.ring[tail]);
      tail = (tail + 1) % RING;
    }
    Atomics.store(this.ints, TAIL, tail);
    return new TextDecoder().decode(new Uint8Array(bytes));
  }

  single() {
    if (Atomics.load(this.ints, SINGLE) <= 0) return false;
    Atomics.sub(this.ints, SINGLE, 1);
    return true;
  }

  factor() {
    return Atomics.load(this.ints, FACTOR) / 100;
  }

  paused() {
    return Atomics.load(this.ints, PAUSED) === 1;
  }

  // Until something changes, so long at most.
  sleep(ms) {
    const bell = Atomics.load(this.ints, BELL);
    if (bell !== this.bell) {
      this.bell = bell; // it has rung since the last look
      return;
    }
    Atomics.wait(this.ints, BELL, bell, ms);
  }
}
