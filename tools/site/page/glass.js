// Draws what the display's memory holds, lights the lamps, sounds the buzzer. Knows no text: reader.js reads.

const COLUMNS = 128;
const ROWS = 64;

export class Glass {
  constructor(canvas) {
    this.context = canvas.getContext("2d", { willReadFrequently: false });
    this.image = this.context.createImageData(COLUMNS, ROWS);
    this.show("");
  }

  // 8 pages of 128 columns, the top row in bit 0; nothing: dark.
  show(hex) {
    const data = this.image.data;
    for (let page = 0; page < ROWS / 8; page++) {
      for (let x = 0; x < COLUMNS; x++) {
        const at = (page * COLUMNS + x) * 2;
        const byte = hex ? parseInt(hex.slice(at, at + 2), 16) : 0;
        for (let bit = 0; bit < 8; bit++) {
          const i = ((page * 8 + bit) * COLUMNS + x) * 4;
          const lit = (byte >> bit) & 1;
          data[i] = lit ? 214 : 4;
          data[i + 1] = lit ? 244 : 12;
          data[i + 2] = lit ? 255 : 18;
          data[i + 3] = 255;
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }
}

export class Sound {
  constructor() {
    this.on = false;
    this.hz = 0;
  }

  // Only after a touch: browsers allow no sound before.
  switch(on) {
    this.on = on;
    if (on && !this.audio) {
      this.audio = new AudioContext();
      this.oscillator = this.audio.createOscillator();
      this.oscillator.type = "square";
      this.gain = this.audio.createGain();
      this.gain.gain.value = 0;
      this.oscillator.connect(this.gain).connect(this.audio.destination);
      this.oscillator.start();
    }
    this.play(this.hz);
  }

  play(hz) {
    this.hz = hz;
    if (!this.audio) return;
    if (hz) this.oscillator.frequency.value = hz;
    this.gain.gain.setTargetAtTime(this.on && hz ? 0.05 : 0, this.audio.currentTime, 0.004);
  }
}

export function lamp(element, text, on) {
  element.classList.toggle("lit", on === 1);
  text.textContent = on === 1 ? "on" : "off";
}
