// The plot: the body's current beside what the unit believes, thinned to what a screen shows. Judges nothing.

import uPlot from "./uplot.js";

const MOST = 3000; // points; beyond that every second one goes, the peaks stay

export class Plot {
  constructor(element) {
    this.element = element;
    this.rows = [[], [], [], []];
    this.every = 1;
    this.seen = 0;
    const ink = getComputedStyle(document.documentElement);
    const colour = (name) => ink.getPropertyValue(name).trim();
    this.colour = colour;
    this.marks = [];
    const axis = { stroke: colour("--ink"), grid: { stroke: colour("--grid") }, ticks: { stroke: colour("--line") } };
    const line = (label, name, dash) => ({ label, stroke: colour(name), width: 2, dash, spanGaps: false, points: { show: false } });
    this.plot = new uPlot(
      {
        width: this.width(),
        height: 240,
        scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.1)] } },
        axes: [
          { ...axis, label: "seconds" },
          { ...axis, label: "mA" },
        ],
        series: [{ label: "s" }, line("body", "--body"), line("unit reads (A)", "--believed", [8, 4]), line("asked for", "--asked", [2, 4])],
        legend: { live: false },
        hooks: { draw: [(plot) => this.drawMarks(plot)] },
        cursor: { drag: { x: true, y: false } },
      },
      this.rows,
      element,
    );
    new ResizeObserver(() => this.plot.setSize({ width: this.width(), height: 240 })).observe(element);
    this.dirty = false;
  }

  clear() {
    this.rows = [[], [], [], []];
    this.every = 1;
    this.marks = [];
    this.dirty = true;
  }

  // An event that the plot shows as a line: faults, and what the hands do.
  mark({ event, name, t }) {
    if (event === "fault" || name.startsWith("hands")) this.marks.push([t / 1000, event === "fault"]);
  }

  drawMarks(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const [t, fault] of this.marks) {
      const x = plot.valToPos(t, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = this.colour(fault ? "--alarm" : "--asked");
      ctx.setLineDash(fault ? [] : [3, 5]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  width() {
    return Math.max(280, this.element.clientWidth);
  }

  add(s) {
    this.seen += 1;
    const [t, body, believed, asked] = this.rows;
    const now = [s.t / 1000, s.body_ua / 1000, s.unit ? s.unit.a_ua / 1000 : null, s.unit ? s.unit.set_ua / 1000 : null];
    const last = body.length - 1;
    // Between two points that are kept, the larger of both stands: a shock is not thinned away.
    if (this.seen % this.every && last >= 0) {
      if (Math.abs(now[1]) > Math.abs(body[last])) body[last] = now[1];
    } else {
      this.rows.forEach((row, i) => row.push(now[i]));
    }
    if (t.length > MOST) this.halve();
    this.dirty = true;
  }

  halve() {
    this.every *= 2;
    const [t, body, believed, asked] = this.rows;
    const kept = [[], [], [], []];
    for (let i = 0; i + 1 < t.length; i += 2) {
      kept[0].push(t[i]);
      kept[1].push(Math.abs(body[i]) >= Math.abs(body[i + 1]) ? body[i] : body[i + 1]);
      kept[2].push(believed[i]);
      kept[3].push(asked[i]);
    }
    this.rows = kept;
  }

  draw() {
    if (!this.dirty) return;
    this.dirty = false;
    this.plot.setData(this.rows);
  }

  csv() {
    const head = "s,body_ma,unit_reads_ma,asked_ma\n";
    return head + this.rows[0].map((_, i) => this.rows.map((row) => row[i] ?? "").join(",")).join("\n") + "\n";
  }
}
