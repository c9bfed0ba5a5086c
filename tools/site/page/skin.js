// What a millisecond of current does to the skin's voltage: tools/sim/plant/load.py, charge_skin(), word for word, in the
// same doubles. Each number that MicroPython works out here takes memory that nobody gives back before the unit ends.
// Held to the original by the recordings that must be equal: host_tests/site/test_wasm.py.

const NEAR_MV = 0.01;
const STILL_MV = 0.5;

let mv = 0;
let ohm = 0;

// (|V| / bend)^power across one of two like skins; `halves`: twice the power, 2 to 4.
function bent(v, halves, bendMv) {
  const x = (v >= 0 ? v : -v) / 2 / bendMv;
  if (halves === 2) return x;
  if (halves === 4) return x * x;
  return x * Math.sqrt(x);
}

// For hands that are in alike and a power of 1, 1.5 or 2. 1 while the voltage moves; it and the resistance are told apart.
function charge(slowMv, r, slowNf, halves, bendMv, sinkUa, mostMv, seriesOhm, leg, both, us) {
  const sign = leg < 0 ? -1 : 1;
  const start = slowMv * sign;
  let v = start;
  const nf = slowNf > 100 ? slowNf : 100;
  const k = us / nf;
  const power = halves / 2;
  for (let turn = 0; turn < 5; turn++) {
    const bend = bent(v, halves, bendMv);
    let source = 0;
    let slope = 0;
    if (leg) {
      source = ((mostMv - v) * 1000) / seriesOhm;
      slope = -1000 / seriesOhm;
      if (source > sinkUa) {
        source = sinkUa;
        slope = 0;
      } else if (source < 0 && !both) {
        source = 0;
        slope = 0;
      }
    }
    const error = v - start - k * (source - (v * (1 + bend) * 1000) / r);
    const off = error / (1 + k * (((1 + (power + 1) * bend) * 1000) / r - slope));
    v -= off;
    if (-NEAR_MV < off && off < NEAR_MV) break;
  }
  mv = v * sign;
  ohm = r / (1 + bent(v, halves, bendMv));
  return -STILL_MV < v - start && v - start < STILL_MV ? 0 : 1;
}

export const skin = { charge, mv: () => mv, ohm: () => ohm };
