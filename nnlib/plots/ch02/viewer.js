// The hidden space of XOR: two lines in the input plane, and where the four points land behind them.
//
// The mathematics comes first and touches no page; tests call it by name and compare it with nnlib. What is shared with
// other figures stands in kit/widget.js.

export const POINTS = [[0, 0], [0, 1], [1, 0], [1, 1]];
export const WANTED = [0, 1, 1, 0];
export const START = { lines: [[0.5, 0.25, 0], [0.25, 0.5, 90]], out: [0.6, 0.6, 45] };
const GATES = { lines: [[0.42, 0.08, 45], [0.58, 0.92, 225]], out: [0.75, 0.75, 45] };
const FOLD = { lines: [[0.3, 0.3, 315], [0.7, 0.7, 135]], out: [0.25, 0.25, 45] };

const tidy = (x) => Math.round(x * 1e9) / 1e9 + 0;

// A line through (px, py) whose arrow points in the direction `degrees`: weights of length sqrt(2) times `scale`.
// At 45 degrees they are (1, 1), the book's own gates.
export function unit([px, py, degrees], scale = 1) {
  const turn = (degrees * Math.PI) / 180;
  const [w1, w2] = [Math.cos(turn), Math.sin(turn)].map((x) => tidy(scale * Math.SQRT2 * x));
  return { w: [w1, w2], b: tidy(-(w1 * px + w2 * py)) };
}

export const ACTIVATIONS = {
  step: (z) => (z >= 0 ? 1 : 0),
  sigmoid,
  relu: (z) => Math.max(z, 0),
};

export const sum = ({ w, b }, [x1, x2]) => tidy(w[0] * x1 + w[1] * x2 + b);

// A unit whose weights were learned has a length of its own, in `scales`.
export function network({ lines, out, activation, steepness, scales }) {
  const scale = activation === "sigmoid" ? steepness : 1;
  const units = lines.map((line, i) => unit(line, scales?.[i] ?? scale));
  const last = unit(out);
  const hidden = (x) => units.map((one) => ACTIVATIONS[activation](sum(one, x)));
  return { units, last, hidden, fires: (h) => sum(last, h) >= 0 };
}

// The two points, one on each segment, that lie nearest to each other. Zero apart: the segments meet.
export function nearest([a, b], [c, d]) {
  const minus = (p, q) => [p[0] - q[0], p[1] - q[1]];
  const cross = (p, q) => p[0] * q[1] - p[1] * q[0];
  const along = (p, q, t) => [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
  const r = minus(b, a), s = minus(d, c), turn = cross(r, s);
  if (Math.abs(turn) > 1e-12) {
    const t = cross(minus(c, a), s) / turn, u = cross(minus(c, a), r) / turn;
    if (t >= 0 && t <= 1 && u >= 0 && u <= 1) return [along(a, b, t), along(a, b, t)];
  }
  const foot = (p, q1, q2) => {
    const way = minus(q2, q1), long = way[0] ** 2 + way[1] ** 2;
    const t = long ? ((p[0] - q1[0]) * way[0] + (p[1] - q1[1]) * way[1]) / long : 0;
    return along(q1, q2, Math.min(1, Math.max(0, t)));
  };
  const pairs = [[a, foot(a, c, d)], [b, foot(b, c, d)], [foot(c, a, b), c], [foot(d, a, b), d]];
  const far = ([p, q]) => Math.hypot(p[0] - q[0], p[1] - q[1]);
  return pairs.reduce((best, pair) => (far(pair) < far(best) ? pair : best));
}

// The four points of XOR, [x1, x2, class], or the reader's own.
const XOR = POINTS.map((x, i) => [...x, WANTED[i]]);
const pointsOf = (state) => (state.points?.length ? state.points : XOR);

const pairsOf = (points) => (points.length < 2 ? points.map((p) => [p, p]) : points.flatMap((p, i) => points.slice(i + 1).map((q) => [p, q])));

function inTriangle(p, corners) {
  const turns = corners.map((a, i) => {
    const b = corners[(i + 1) % 3];
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
  });
  return corners.length === 3 && (turns.every((t) => t > 1e-12) || turns.every((t) => t < -1e-12));
}

// The two places, one in the hull of each class, that lie nearest to each other; one place twice where the hulls meet;
// null where a class has no points. No line separates hulls that meet: a segment crosses, or a point lies in a triangle.
export function apart(zeros, ones) {
  if (!zeros.length || !ones.length) return null;
  for (const [some, others] of [[zeros, ones], [ones, zeros]]) {
    const inside = some.find((p) => pairsOf(others).some(([a, b]) => others.some((c) => inTriangle(p, [a, b, c]))));
    if (inside) return [inside, inside];
  }
  const far = ([p, q]) => Math.hypot(p[0] - q[0], p[1] - q[1]);
  const found = pairsOf(zeros).flatMap((one) => pairsOf(ones).map((other) => nearest(one, other)));
  return found.reduce((best, pair) => (far(pair) < far(best) ? pair : best));
}

const classes = (points, H) => [0, 1].map((wanted) => H.filter((_, i) => points[i][2] === wanted));

// What the reader is told: where the points land, whether one line can separate them, whether this one does.
export function report(state) {
  const net = network(state), points = pointsOf(state);
  const H = points.map(net.hidden);
  const Y = H.map((h) => (net.fires(h) ? 1 : 0));
  const pair = apart(...classes(points, H));
  const gap = pair ? tidy(Math.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1])) : 9;
  return {
    W1: [0, 1].map((i) => net.units.map((one) => one.w[i])), b1: net.units.map((one) => one.b),
    W2: net.last.w.map((v) => [v]), b2: [net.last.b],
    H, Y, gap, separable: gap > 1e-6, xor: Y.every((y, i) => y === points[i][2]), right: Y.filter((y, i) => y === points[i][2]).length,
  };
}

// The output line half-way between the two classes, its arrow toward the ones; null where no line separates them.
export function placed(state) {
  const { H, separable } = report(state);
  const pair = separable && apart(...classes(pointsOf(state), H));
  if (!pair) return null;
  const [p, q] = pair;
  const turn = Math.atan2(q[1] - p[1], q[0] - p[0]);
  // Its ring stands a little aside, so that the arrow does not cover the points; but inside the square.
  const at = (t) => [(p[0] + q[0]) / 2 - t * Math.sin(turn), (p[1] + q[1]) / 2 + t * Math.cos(turn)];
  const [x, y] = at([0.35, -0.35, 0.15, -0.15, 0].find((t) => at(t).every((c) => c >= 0 && c <= 1)) ?? 0);
  return [tidy(x), tidy(y), tidy(((turn * 180) / Math.PI + 360) % 360)];
}

// ---- a network that learns ----

// The first weights of a seed: normal, the hidden lines not far from the middle of the square.
export function firstWeights(seed, activation) {
  const roll = dice(seed), size = activation === "relu" ? 1.4 : 2;
  const [W1, b1, W2] = [[0, 1].map(() => [0, 1].map(() => size * normal(roll))), [0, 1].map(() => (size / 2) * normal(roll)), [0, 1].map(() => (size / 2) * normal(roll))];
  return { W1, b1: b1.map((b, k) => b - (W1[0][k] + W1[1][k]) / 2), W2, b2: 0 };
}

// So many steps of gradient descent on all points at once: the mean cross-entropy of a sigmoid behind two hidden units.
export function learned({ W1, b1, W2, b2 }, points, activation, rate, steps) {
  const [f, slope] = { sigmoid: [sigmoid, (a) => a * (1 - a)], relu: [(z) => Math.max(z, 0), (a) => (a > 0 ? 1 : 0)] }[activation];
  for (let step = 0; step < steps; step += 1) {
    const g = { W1: [[0, 0], [0, 0]], b1: [0, 0], W2: [0, 0], b2: 0 };
    for (const [x, y, wanted] of points) {
      const a = [0, 1].map((k) => f(x * W1[0][k] + y * W1[1][k] + b1[k]));
      const d = (sigmoid(a[0] * W2[0] + a[1] * W2[1] + b2) - wanted) / points.length;
      g.b2 += d;
      for (const k of [0, 1]) {
        const dz = d * W2[k] * slope(a[k]);
        g.W2[k] += d * a[k];
        g.b1[k] += dz;
        g.W1[0][k] += x * dz;
        g.W1[1][k] += y * dz;
      }
    }
    const down = (w, dw) => w.map((v, i) => v - rate * dw[i]);
    [W1, b1, W2, b2] = [W1.map((row, i) => down(row, g.W1[i])), down(b1, g.b1), down(W2, g.W2), b2 - rate * g.b2];
  }
  return { W1, b1, W2, b2 };
}

// The lines that these weights draw, each through its place nearest to the middle of the square, and their lengths.
export function asLines({ W1, b1, W2, b2 }) {
  const line = ([w1, w2], b) => {
    const long = Math.hypot(w1, w2) || 1e-9, off = (w1 / 2 + w2 / 2 + b) / long ** 2;
    return [0.5 - off * w1, 0.5 - off * w2, ((Math.atan2(w2, w1) * 180) / Math.PI + 360) % 360];
  };
  const units = [0, 1].map((k) => [W1[0][k], W1[1][k]]);
  return { lines: units.map((w, k) => line(w, b1[k])), out: line(W2, b2), scales: units.map((w) => Math.hypot(...w) / Math.SQRT2) };
}

// Where x stands on its way to h: before (0), after (1), and between the two on the thread that joins them.
export const between = (x, h, share) => x.map((from, k) => from + share * (h[k] - from));

// The part of a polygon where w x + b >= 0.
export const clip = (polygon, one) => clipped(polygon, (p) => sum(one, p));

const opposite = ({ w, b }) => ({ w: w.map((x) => -x), b: -b });

// The part of the input plane where the output is 1, as polygons: exact for step and ReLU, in cells for sigmoid.
export function region(state, low, high, cells = 44) {
  const net = network(state), found = [];
  if (state.activation === "sigmoid") return soft(net, low, high, cells);
  for (const first of [1, 0]) {
    for (const second of [1, 0]) {
      let part = box(low, high);
      [first, second].forEach((on, i) => {
        part = clip(part, on ? net.units[i] : opposite(net.units[i]));
      });
      if (state.activation === "step") {
        if (net.fires([first, second])) found.push(part);
      } else {
        const [v1, v2] = [net.last.w[0] * first, net.last.w[1] * second];
        const [one, two] = net.units;
        const w = [0, 1].map((i) => v1 * one.w[i] + v2 * two.w[i]);
        found.push(clip(part, { w, b: v1 * one.b + v2 * two.b + net.last.b }));
      }
    }
  }
  return found.filter((part) => part.length > 2);
}

// Where a curve separates, cell by cell: in each cell the boundary is taken as straight. Full cells of a row are one.
function soft(net, low, high, cells) {
  const side = (high - low) / cells, found = [];
  const at = (i, j) => [low + i * side, low + j * side];
  const z = Array.from({ length: cells + 1 }, (_, j) =>
    Array.from({ length: cells + 1 }, (_, i) => sum(net.last, net.hidden(at(i, j)))));
  for (let j = 0; j < cells; j++) {
    let start = null;
    for (let i = 0; i <= cells; i++) {
      const corners = i < cells ? [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]] : [];
      const on = corners.filter(([a, c]) => z[c][a] >= 0).length;
      if (on === 4) { start ??= i; continue; }
      if (start !== null) found.push([at(start, j), at(i, j), at(i, j + 1), at(start, j + 1)]);
      start = null;
      if (on) found.push(cut(corners, z, at));
    }
  }
  return found;
}

// The part of one cell; a cell's corners are numbers of columns and rows.
const cut = (corners, z, at) => clipped(corners, ([i, j]) => z[j][i]).map(([i, j]) => at(i, j));

// ---- the page ------------------------------------------------------------------------------------------------------

const SIZE = 420, REACH = 0.18, PLANE = [-0.5, 1.5];
const VIEW = { step: [-0.5, 1.5], sigmoid: [-0.5, 1.5], relu: [-0.6, 2.2] };
const NAMES = { step: "step", sigmoid: "sigmoid", relu: "ReLU" };
const LESSON = 2000, BITE = 12; // steps of one training, and of one frame of it
const RATES = { sigmoid: 2, relu: 0.2 };
const OPENING = 2600; // milliseconds for the sheet to fold by itself, when it is seen for the first time
const THREADS = 17, KNOTS = 49; // of the grid: lines in each direction, corners on each line
const HELP = tr("Drag a line or its ring to move it, its arrow to turn it. Keys: Tab chooses, the arrow keys move or turn; ")
  + tr("with Shift, in small steps.");
let copies = 0;

const STYLE = `
.nn-hidden { --ink: var(--jp-content-font-color1, #1a1a1a); --paper: var(--jp-layout-color1, #fff);
  --faint: var(--jp-border-color2, #ccc); --one: #009E73; --two: #CC79A7; --fire: #56B4E9;
  --ring: var(--jp-brand-color1, #0072B2); color: var(--ink);
  font-family: var(--jp-content-font-family, sans-serif); font-size: 16px; line-height: 1.45; max-width: 900px; box-sizing: border-box; padding: 2px 8px 2px 2px; }
.nn-hidden .band { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; margin: 6px 0; }
.nn-hidden .planes { gap: 8px 34px; align-items: flex-start; position: relative; }
.nn-hidden .threads { position: absolute; inset: 0; width: 100%; height: 100%; max-width: none; pointer-events: none; overflow: visible;
  background: none; border: 0; z-index: 1; }
.nn-hidden .thread { fill: none; stroke-width: 2.5; opacity: .8; stroke: #0072B2; }
.nn-hidden .thread.zero { stroke: #D55E00; stroke-dasharray: 7 5; }
[data-jp-theme-light="false"] .nn-hidden .thread { stroke: #7CC6F2; } [data-jp-theme-light="false"] .nn-hidden .thread.zero { stroke: #F0B040; }
.nn-hidden .band { gap: 8px 18px; } .nn-hidden .band input[type=range] { width: 112px; }
.nn-hidden .title, .nn-hidden .under { position: relative; z-index: 2; pointer-events: none; }
.nn-hidden .title > * { background: var(--jp-layout-color0, var(--paper)); } .nn-hidden .under > * { pointer-events: auto; }
.nn-hidden .under { display: flex; flex-wrap: wrap; gap: 6px 8px; margin-top: 6px; align-items: center; }
.nn-hidden text.hint { font-weight: 600; text-anchor: middle; }
.nn-hidden .help[hidden] { display: none; }
.nn-hidden summary { cursor: pointer; display: inline-block; font-weight: 600; padding: 1px 4px; }
.nn-hidden summary::before { content: "▸ "; } .nn-hidden details[open] > summary::before { content: "▾ "; }
.nn-hidden fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 16px; align-items: center; }
.nn-hidden legend { float: left; padding: 0; margin-right: 14px; }
.nn-hidden label { display: inline-flex; gap: 6px; align-items: center; min-height: 24px; }
.nn-hidden input { accent-color: var(--ring); }
.nn-hidden input[type=radio] { width: 18px; height: 18px; margin: 0; }
.nn-hidden label[hidden] { display: none; }
.nn-hidden .title { display: flex; justify-content: space-between; margin: 0 0 4px; }
.nn-hidden .plane { flex: 1 1 300px; max-width: 350px; min-width: 250px; }
.nn-hidden .plane svg { width: 100%; display: block; touch-action: none; user-select: none; background: var(--paper);
  border: 1px solid var(--faint); border-radius: 4px; }
.nn-hidden svg text { font-size: 18px; fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.nn-hidden svg .mark text { stroke: none; }
.nn-hidden svg .mark text { font-weight: 700; font-size: 17px; text-anchor: middle; dominant-baseline: central; }
.nn-hidden .axis { stroke: var(--ink); stroke-width: 1; opacity: .55; }
.nn-hidden .grid { stroke: var(--ink); stroke-width: 1; opacity: .25; fill: none; }
.nn-hidden .area { fill: var(--fire); fill-opacity: .25; stroke: none; }
.nn-hidden .line { stroke-width: 3.5; fill: none; }
.nn-hidden .wide { stroke: transparent; stroke-width: 24; cursor: grab; }
.nn-hidden .handle { cursor: grab; outline: none; }
.nn-hidden .handle .ring { fill: none; stroke: none; stroke-width: 3; }
.nn-hidden .handle:focus-visible .ring, .nn-hidden .handle.held .ring { stroke: var(--ring); }
.nn-hidden .handle .knob { fill: var(--paper); stroke-width: 3.5; }
.nn-hidden .lamp { display: inline-flex; gap: 9px; align-items: center; min-height: 32px; padding: 2px 14px 2px 8px;
  border: 2px solid var(--faint); border-radius: 18px; background: var(--paper); }
.nn-hidden .lamp i { width: 18px; height: 18px; border-radius: 50%; border: 2px solid var(--ink); flex: none;
  box-sizing: border-box; }
.nn-hidden .lamp.on { border-color: var(--one); }
.nn-hidden .lamp.on i { background: #F0E442; box-shadow: 0 0 9px 3px #F0E442; }
.nn-hidden .lamp b { min-width: 2em; }
.nn-hidden button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee); min-height: 32px;
  border: 1px solid var(--jp-border-color1, #999); border-radius: 4px; padding: 3px 14px; cursor: pointer; }
.nn-hidden button:focus-visible, .nn-hidden input:focus-visible, .nn-hidden summary:focus-visible { outline: 3px solid var(--ring); outline-offset: 2px; }
.nn-hidden p { margin: 6px 0; padding: 0; }
.nn-hidden .help { opacity: .85; }
@media (prefers-reduced-motion: reduce) { .nn-hidden * { transition: none !important; } }
`;

// One plane: data coordinates to pixels and back, axes, a clipped drawing area, and the four marks on top.
class Plane {
  constructor(title, label, axes, id) {
    this.svg = make("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "group", "aria-label": label });
    this.frame = make("path", { class: "axis" });
    this.area = make("path", { class: "area" });
    this.hatch = make("path", { fill: `url(#${id}-hatch)` });
    this.grid = make("path", { class: "grid" });
    this.strokes = make("g");
    this.handles = make("g");
    this.spots = make("g", { "aria-hidden": "true", "pointer-events": "none" });
    this.mark(XOR);
    this.names = axes.map((name) => make("text", {}, name));
    this.ticks = [0, 1].flatMap((value) => [0, 1].map(() => make("text", { opacity: 0.8 }, String(value))));
    // Names and numbers lie on the lines, with paper around them: no line runs through a word.
    this.svg.append(this.area, this.hatch, this.frame, this.grid, this.strokes,
      make("g", { "pointer-events": "none" }, ...this.names, ...this.ticks),
      this.spots, this.handles);
    const heading = make("div", { class: "title" }, make("b", {}, title), make("span", {}, "hatched: the output is 1"));
    this.box = make("div", { class: "plane" }, heading, this.svg);
  }

  // Other points: XOR's carry their two bits, the reader's own a number.
  mark(points) {
    const own = points !== XOR;
    this.marks = points.map(([x, y, wanted], i) => mark(own ? [i + 1] : [x, y], wanted));
    this.spots.replaceChildren(...this.marks);
  }

  zoom([low, high]) {
    if (low === this.low && high === this.high) return;
    Object.assign(this, { low, high });
    const [x0, y0] = this.at([0, 0]), [x1, y1] = this.at([1, 1]);
    set(this.frame, { d: `M0 ${y0}H${SIZE}M${x0} 0V${SIZE}M${x1} ${y0}v5M${x0} ${y1}h-5` });
    this.clear();
    const places = [[x0 - 8, SIZE - 12, "end"], [8, y0 - 7, "start"], [x1, SIZE - 12, "middle"], [8, y1 + 5, "start"]];
    this.ticks.forEach((text, i) => {
      const [x, y, anchor] = places[i];
      set(text, { x, y, "text-anchor": anchor });
    });
  }

  // The names of the axes stand where none of the lines runs through them, as far as there is such a place.
  clear(lines = this.lines ?? []) {
    this.lines = lines;
    const free = ([x, y]) => Math.min(99, ...lines.map(([px, py, degrees]) => {
      const turn = (degrees * Math.PI) / 180, [a, b] = this.at([px, py]);
      return Math.abs((x - a) * Math.cos(turn) - (y - b) * Math.sin(turn));
    }));
    const best = (places) => places.find((p) => free(p) > 42) ?? places.reduce((a, p) => (free(p) > free(a) ? p : a));
    const [x, y] = best([[SIZE - 42, SIZE - 18], [210, SIZE - 18]]);
    set(this.names[0], { x, y: y + 6, "text-anchor": "middle" });
    const [u, v] = best([[40, 16], [40, 160], [40, 245]]);
    set(this.names[1], { x: u, y: v + 6, "text-anchor": "middle" });
  }

  at([x, y]) {
    const scale = SIZE / (this.high - this.low);
    return [(x - this.low) * scale, SIZE - (y - this.low) * scale];
  }

  under(event) {
    const frame = this.svg.getBoundingClientRect(), scale = (this.high - this.low) / frame.width;
    return [this.low + (event.clientX - frame.left) * scale, this.high - (event.clientY - frame.top) * scale];
  }

  path(points, close = "") {
    return `M${points.map((p) => this.at(p).map((x) => x.toFixed(1)).join(" ")).join("L")}${close}`;
  }

  fill(polygons) {
    const d = polygons.map((part) => this.path(part, "Z")).join("");
    set(this.area, { d });
    set(this.hatch, { d });
  }

  // How much of what belongs to the output is seen: it makes sense only where the points have arrived.
  fade(share) {
    for (const part of [this.area, this.hatch, this.strokes, this.handles]) set(part, { opacity: share.toFixed(2) });
  }

  // Where the marks stand on the page.
  middles() {
    const frame = this.svg.getBoundingClientRect(), scale = frame.width / SIZE;
    return this.placed.map(([x, y]) => [frame.left + x * scale, frame.top + y * scale]);
  }

  // Marks that would cover each other stand side by side.
  place(points) {
    const taken = [];
    this.placed = [];
    points.forEach((p, i) => {
      const [x, y] = this.at(p);
      const crowd = taken.filter(([a, b]) => Math.hypot(a - x, b - y) < 24).length;
      taken.push([x, y]);
      this.placed.push([x + 31 * crowd, y]);
      set(this.marks[i], { transform: `translate(${(x + 31 * crowd).toFixed(2)} ${y.toFixed(2)})` });
    });
  }
}

function mark(x, wanted) {
  const body = wanted
    ? make("circle", { r: 17, fill: "#0072B2", stroke: "#fff", "stroke-width": 2 })
    : make("rect", { x: -14, y: -14, width: 28, height: 28, rx: 2, fill: "#fff", stroke: "#D55E00", "stroke-width": 4.5 });
  const text = make("text", { style: `fill: ${wanted ? "#fff" : "#000"}` }, x.join(""));
  return make("g", { class: "mark" }, body, text);
}

// A line that can be moved by its knob or anywhere along it, and turned by the tip of its arrow.
class Line {
  constructor(plane, name, look, limit, moved) {
    Object.assign(this, { plane, name, limit, moved });
    const paint = { stroke: look.colour, "stroke-dasharray": look.dash };
    this.stroke = make("path", { class: "line", ...paint });
    this.wide = make("path", { class: "wide" });
    this.shaft = make("path", { class: "line", stroke: look.colour });
    this.knob = this.handle(`${name}: move`, make("circle", { class: "knob", r: 10, stroke: look.colour }));
    this.tip = this.handle(`${name}: turn`,
      make("polygon", { class: "knob", points: "15,0 -9,-11 -9,11", stroke: look.colour, style: `fill: ${look.colour}` }));
    plane.strokes.append(this.stroke, this.wide, this.shaft);
    plane.handles.append(this.knob, this.tip);
    this.grab(this.wide, "along");
    this.grab(this.knob, "move");
    this.grab(this.tip, "turn");
    this.knob.addEventListener("keydown", (event) => this.push(event));
    this.tip.addEventListener("keydown", (event) => this.spin(event));
  }

  handle(label, shape) {
    const hit = make("circle", { r: 20, fill: "transparent" });
    return make("g", { class: "handle", role: "slider", tabindex: 0, "aria-label": label },
      hit, make("circle", { class: "ring", r: 18 }), shape);
  }

  set(line) {
    this.line = line;
    const { plane } = this, [px, py, degrees] = line, turn = (degrees * Math.PI) / 180;
    const n = [Math.cos(turn), Math.sin(turn)], wide = plane.high - plane.low, far = 1.5 * wide;
    const end = (t) => [px - t * n[1], py + t * n[0]], tip = [px + REACH * wide * n[0], py + REACH * wide * n[1]];
    for (const path of [this.stroke, this.wide]) set(path, { d: plane.path([end(-far), end(far)]) });
    set(this.shaft, { d: plane.path([[px, py], tip]) });
    set(this.knob, { transform: `translate(${plane.at([px, py]).map((x) => x.toFixed(2)).join(" ")})`,
      "aria-valuemin": -9, "aria-valuemax": 9, "aria-valuenow": tidy(px * n[0] + py * n[1]).toFixed(2),
      "aria-valuetext": tr`through ${place([px, py])}` });
    set(this.tip, { transform: `translate(${plane.at(tip).map((x) => x.toFixed(2)).join(" ")}) rotate(${-degrees})`,
      "aria-valuemin": 0, "aria-valuemax": 360, "aria-valuenow": Math.round(degrees),
      "aria-valuetext": tr`arrow at ${plain(degrees)} degrees` });
  }

  change(px, py, degrees) {
    const [low, high] = this.limit(), keep = (x) => tidy(Math.min(high, Math.max(low, Math.round(x * 100) / 100)));
    this.moved([keep(px), keep(py), tidy(((degrees % 360) + 360) % 360)]);
  }

  grab(node, kind) {
    let start = null;
    node.addEventListener("pointerdown", (event) => {
      start = { at: this.plane.under(event), line: this.line };
      node.setPointerCapture(event.pointerId);
      node.classList.add("held");
      node.focus?.({ preventScroll: true });
      event.preventDefault();
    });
    node.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [x, y] = this.plane.under(event), [px, py, degrees] = start.line;
      if (kind === "turn") {
        const angle = (Math.atan2(y - this.line[1], x - this.line[0]) * 180) / Math.PI;
        this.change(this.line[0], this.line[1], Math.round(angle));
      } else if (kind === "move") this.change(x, y, degrees);
      else this.change(px + x - start.at[0], py + y - start.at[1], degrees);
    });
    const drop = () => { start = null; node.classList.remove("held"); };
    node.addEventListener("pointerup", drop);
    node.addEventListener("pointercancel", drop);
  }

  push(event) {
    const way = arrow(event);
    if (!way) return;
    this.stop(event);
    const step = event.shiftKey ? 0.01 : 0.05, [px, py, degrees] = this.line;
    this.change(px + step * way[0], py + step * way[1], degrees);
  }

  spin(event) {
    const way = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1 }[event.key];
    if (!way) return;
    this.stop(event);
    this.change(this.line[0], this.line[1], this.line[2] + way * (event.shiftKey ? 1 : 5));
  }

  // The notebook would take the arrow keys for its own.
  stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function lamp(text) {
  const answer = make("b");
  const name = make("span", {}, `${text}:`);
  const box = make("span", { class: "lamp" }, make("i", { "aria-hidden": "true" }), name, answer);
  return { box, call: (other) => { name.textContent = `${other}:`; }, show: (on) => { box.classList.toggle("on", on); answer.textContent = on ? "yes" : "no"; } };
}

export function words(state, found) {
  const own = pointsOf(state) !== XOR;
  const places = pointsOf(state).map(([x, y], i) => tr`${own ? i + 1 : `${x}${y}`} at ${place(found.H[i])}`).join(", ");
  const can = found.gap === 9 ? tr("All points are of one class.") : found.separable
    ? tr`One line can separate them; the gap between the classes is ${found.gap < 0.01 ? "below 0.01" : plain(found.gap)}.`
    : tr("No line can separate them.");
  const does = own ? tr`The output line has ${found.right} of ${found.Y.length} points right.` : tr`The output line gives ${found.Y.join(", ")}${found.xor ? tr(": this is XOR!") : "; XOR is 0, 1, 1, 0."}`;
  const steep = state.activation === "sigmoid" && !state.scales?.length ? tr`, steepness ${plain(state.steepness)}` : "";
  return tr`With ${NAMES[state.activation]}${steep}, the points land here: ${places}. ${can} ${does}`;
}

function knots() {
  const [low, high] = PLANE, along = (i, n) => low + ((high - low) * i) / (n - 1), found = [];
  for (const flip of [false, true]) {
    for (let i = 0; i < THREADS; i++) {
      for (let j = 0; j < KNOTS; j++) {
        const p = [along(i, THREADS), along(j, KNOTS)];
        found.push(flip ? [p[1], p[0]] : p);
      }
    }
  }
  return found;
}

function render({ model, el }) {
  const id = `nn-hidden-${++copies}`, sheet = knots();
  const state = () => ({
    lines: model.get("lines"), out: model.get("out"), activation: model.get("activation"),
    steepness: model.get("steepness"), points: model.get("points"), scales: model.get("scales"),
  });
  const hatch = make("pattern", { id: `${id}-hatch`, width: 12, height: 12, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)" }, make("line", { y2: 12, stroke: "#56B4E9", "stroke-width": 2, opacity: 0.7 }));
  const left = new Plane(tr("Input plane"), tr("Input plane with the four points and two lines"), ["x1 →", "x2 ↑"], id);
  const right = new Plane(tr("Hidden plane"), tr("Hidden plane: where the four points land"), ["unit 1 →", "unit 2 ↑"], id);
  left.svg.prepend(make("defs", {}, hatch));
  left.zoom(PLANE);
  set(left.grid, { d: threads(left, sheet) });

  const looks = [{ colour: "var(--one)", dash: "none" }, { colour: "var(--two)", dash: "12 7" }];
  const lines = looks.map((look, i) => new Line(left, tr`Line of unit ${i + 1}`, look, () => [-0.05, 1.05], (line) => {
    change({ lines: model.get("lines").map((old, k) => (k === i ? line : old)) });
  }));
  const out = new Line(right, tr("Output line"), { colour: "var(--ink)", dash: "3 5" },
    () => [-0.05, model.get("activation") === "relu" ? 1.6 : 1.05], (line) => change({ out: line }));

  const radios = Object.keys(ACTIVATIONS).map((name) => {
    const radio = make("input", { type: "radio", name: id, value: name });
    radio.addEventListener("change", () => change({ activation: name, scales: [] }));
    return radio;
  });
  const steep = make("input", { type: "range", min: 1, max: 20, step: 0.5 });
  steep.addEventListener("input", () => change({ steepness: Number(steep.value), scales: [] }));
  const gauge = make("label", {}, "steepness", steep);
  const bender = make("input", { type: "range", min: 0, max: 1, step: 0.01, value: 1,
    "aria-label": tr("the plane before and after the hidden units") });
  bender.addEventListener("input", () => { bendTo(Number(bender.value)); });
  const bending = make("label", { class: "bend" }, tr("before"), bender, tr("after"));
  const press = (text, act) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", act);
    return button;
  };
  const found = { can: lamp(tr("one line can separate them")), does: lamp(tr("the output is XOR")) };
  const status = make("p", { role: "status", "aria-live": "polite" });
  const verdict = make("p", { class: "verdict" });
  const help = make("p", { class: "help", id: `${id}-help` }, HELP);
  const choice = make("fieldset", {}, make("legend", {}, tr("hidden units")),
    ...radios.map((radio) => make("label", {}, radio, NAMES[radio.value])));
  left.box.append(make("div", { class: "under" },
    press(tr("Place the output line"), () => { const line = placed(state()); if (line) change({ out: line }); }),
    press(tr("Show one way"), showOne), press(tr("Train it"), train), press(tr("Start again"), () => change({ ...START, scales: [] }))));
  right.box.append(make("div", { class: "under" }, found.can.box, found.does.box));
  let strings = [];
  const overlay = make("svg", { class: "threads", "aria-hidden": "true" });
  const planes = make("div", { class: "band planes" }, left.box, right.box, overlay);
  const hint = make("text", { class: "hint", "pointer-events": "none" }, tr("drag me"));
  left.svg.append(hint);
  const root = make("div", { class: "nn-hidden", "data-lm-suppress-shortcuts": "true" }, make("style", {}, STYLE),
    make("div", { class: "band" }, choice, bending, gauge), planes, status, verdict,
    make("details", {}, make("summary", {}, tr("more")), help, make("div", { class: "under own" },
      press(tr("Points of my own"), addPoint), press(tr("The points of XOR"), () => change({ points: [] })),
      make("p", {}, tr("Each press adds a point. Drag a point, or move it with the arrow keys; Enter turns its class, Delete takes it away.")))));
  el.append(root);

  function showOne() {
    const way = model.get("activation") === "relu" ? FOLD : GATES;
    change({ lines: way.lines, scales: [], out: placed({ ...state(), ...way, scales: [] }) ?? way.out });
  }

  // ---- a network finds its own fold, or gets stuck: each press draws other first weights ----

  let lesson = null, seed = 0;
  function train() {
    const activation = model.get("activation") === "relu" ? "relu" : "sigmoid"; // a step has no slope to learn by
    stopLesson();
    change({ activation });
    seed += 1;
    const now = { weights: firstWeights(seed, activation), step: 0, seed, activation };
    lesson = now;
    const go = (steps) => {
      now.weights = learned(now.weights, pointsOf(state()), activation, RATES[activation], steps);
      now.step += steps;
      Object.entries(asLines(now.weights)).forEach(([key, value]) => model.set(key, value));
      refresh();
    };
    const frame = () => {
      go(Math.min(BITE, LESSON - now.step));
      if (now.step < LESSON) now.timer = requestAnimationFrame(frame);
      else model.save_changes();
    };
    if (calm.matches) {
      go(LESSON);
      model.save_changes();
    } else now.timer = requestAnimationFrame(frame);
  }

  function stopLesson() {
    cancelAnimationFrame(lesson?.timer);
    lesson = null;
  }

  // What the training says of itself; nothing, once a hand has moved something.
  function taught(said, count) {
    if (!lesson) return "";
    const begun = tr`Seed ${lesson.seed}, ${lesson.step} steps of ${NAMES[lesson.activation]} units: ${said.right} of ${count} points right.`;
    if (lesson.step < LESSON) return `${begun} `;
    return said.xor ? tr`${begun} It found a fold of its own. ` : tr`${begun} It is stuck: train it again, with other first weights. `;
  }

  // ---- points of the reader's own ----

  let grips = [], marked = XOR;
  function addPoint() {
    const points = pointsOf(state());
    const next = points === XOR ? [0.5, 0.5, 1] : [(0.3 + 0.37 * points.length) % 1, (0.2 + 0.61 * points.length) % 1, points.length % 2];
    if (points.length < 12) change({ points: [...points, next.map(tidy)] });
    grips.at(-1)?.focus();
  }

  // Other points have other marks, threads and handles.
  function markAll(points) {
    const same = points === marked || (points !== XOR && marked !== XOR && `${points.map((p) => p[2])}` === `${marked.map((p) => p[2])}`);
    if (!same || !strings.length) {
      [left, right].forEach((plane) => plane.mark(points));
      strings = points.map((p) => make("path", { class: `thread ${p[2] ? "one" : "zero"}` }));
      overlay.replaceChildren(...strings);
      const at = grips.indexOf(document.activeElement);
      grips.forEach((grip) => grip.remove());
      grips = points === XOR ? [] : points.map((_, i) => grip(i));
      left.handles.append(...grips);
      if (at >= 0) (grips[Math.min(at, grips.length - 1)] ?? bender).focus({ preventScroll: true });
      shown = null; // at once
    }
    marked = points;
    grips.forEach((handle, i) => {
      const [x, y, wanted] = points[i];
      set(handle, { transform: `translate(${left.at([x, y]).map((v) => v.toFixed(2)).join(" ")})`, "aria-valuemin": -0.5, "aria-valuemax": 1.5,
        "aria-valuenow": x, "aria-valuetext": tr`class ${wanted} at ${place([x, y])}` });
    });
  }

  function grip(i) {
    const put1 = (x, y, turn = 0) => {
      const keep = (v) => tidy(Math.max(-0.4, Math.min(1.4, Math.round(50 * v) / 50)));
      change({ points: pointsOf(state()).map((p, k) => (k === i ? [keep(x), keep(y), turn ? 1 - p[2] : p[2]] : p)) });
    };
    const found = make("g", { class: "handle", role: "slider", tabindex: 0, "aria-label": tr`point ${i + 1}` },
      make("circle", { r: 20, fill: "transparent" }), make("circle", { class: "ring", r: 21 }));
    found.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      found.focus({ preventScroll: true });
      found.setPointerCapture(event.pointerId);
    });
    found.addEventListener("pointermove", (event) => { if (found.hasPointerCapture(event.pointerId)) put1(...left.under(event)); });
    found.addEventListener("keydown", (event) => {
      const [x, y] = pointsOf(state())[i], by = arrow(event), step = event.shiftKey ? 0.02 : 0.1;
      if (by) put1(x + step * by[0], y + step * by[1]);
      else if (event.key === "Enter" || event.key === " ") put1(x, y, 1);
      else if (event.key === "Delete" || event.key === "Backspace") change({ points: pointsOf(state()).filter((_, k) => k !== i) });
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return found;
  }

  // The page answers at once. The kernel is told at once, too: an echo of an older state that comes back while a newer
  // one is still untold would undo it. Jupyter itself lets no more than a few messages wait.
  function change(news) {
    stopLesson();
    hint.remove();
    bendTo(1);
    Object.entries(news).forEach(([key, value]) => model.set(key, value));
    refresh();
    model.save_changes();
  }

  let speaking = null;
  function refresh() {
    const now = state(), said = report(now);
    model.set("report", said);
    const points = pointsOf(now), view = viewOf(now, said.H);
    markAll(points);
    if (!shown) right.zoom(view);
    lines.forEach((line, i) => line.set(now.lines[i]));
    left.clear(now.lines);
    left.fill(region(now, ...PLANE));
    left.place(points);
    answers();
    const [hx, hy] = left.at(now.lines[0].slice(0, 2)), turn = (now.lines[0][2] * Math.PI) / 180;
    const far = REACH * SIZE + 34;
    set(hint, { x: hx + far * Math.cos(turn), y: hy - far * Math.sin(turn) - 14 });
    radios.forEach((radio) => { radio.checked = radio.value === now.activation; });
    gauge.hidden = now.activation !== "sigmoid" || now.scales?.length > 0;
    verdict.hidden = now.activation !== "step" || !model.get("verdict");
    steep.value = now.steepness;
    found.can.show(said.separable);
    found.does.call(points === XOR ? tr("the output is XOR") : tr("every point is right"));
    found.does.show(said.xor);
    clearTimeout(speaking);
    speaking = setTimeout(() => { status.textContent = taught(said, points.length) + words(now, said); }, status.textContent ? 150 : 0);
    landed = { H: said.H, sheet: sheet.map(network(now).hidden), view, points };
    aim();
  }

  // What the output says of the right plane, as it is seen now.
  function answers() {
    const line = model.get("out");
    out.set(line);
    right.clear([line]);
    right.fill([clip(box(right.low, right.high), unit(line))].filter((part) => part.length > 2));
  }

  // How far the plane has been bent: from before the hidden units (0) to after them (1).
  let bend = 1, opening = null, landed = null;
  function bendTo(share) {
    opening?.stop();
    bend = share;
    bender.value = share;
    if (landed) aim();
  }

  // Seen for the first time, the sheet folds by itself, and is ready when a hand comes near.
  function open() {
    if (calm.matches) return;
    bendTo(0);
    shown = null; // at once
    aim();
    opening = new PlayHead(1, 1000 / OPENING, (share) => {
      bend = share * share * (3 - 2 * share);
      bender.value = bend;
      aim();
    });
    opening.play();
  }
  const hurry = () => { if (opening?.running) bendTo(1); };

  // The landed points and the sheet travel to their new places.
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let shown = null, goal = null, frame = null, last = 0;
  function aim() {
    const before = [...landed.points, ...sheet], after = [...landed.H, ...landed.sheet];
    goal = [...before.map((p, i) => between(p, after[i], bend)), between(PLANE, landed.view, bend)];
    if (!shown || calm.matches) shown = goal.map((p) => [...p]);
    if (frame === null) { last = performance.now(); frame = requestAnimationFrame(travel); }
    if (calm.matches) paint();
  }

  function travel(now) {
    const part = 1 - Math.exp(-Math.max(now - last, 1) / 75);
    last = now;
    let rest = 0;
    shown.forEach((p, i) => {
      for (const k of [0, 1]) {
        const way = goal[i][k] - p[k];
        rest = Math.max(rest, Math.abs(way));
        p[k] += Math.abs(way) < 0.002 ? way : part * way;
      }
    });
    paint();
    frame = rest > 0 ? requestAnimationFrame(travel) : null;
  }

  function paint() {
    const view = shown.at(-1);
    if (view[0] !== right.low || view[1] !== right.high) {
      right.zoom(view);
      answers();
    }
    right.fade(Math.max(0, 2 * bend - 1));
    right.names.forEach((text, k) => { text.textContent = (bend > 0.5 ? ["unit 1 →", "unit 2 ↑"] : ["x1 →", "x2 ↑"])[k]; });
    const many = landed.points.length;
    right.place(shown.slice(0, many));
    set(right.grid, { d: threads(right, shown.slice(many, -1)) });
    tie();
  }

  // A thread from each point to where it lands.
  function tie() {
    const base = overlay.getBoundingClientRect(), from = left.middles(), to = right.middles();
    strings.forEach((string, i) => {
      const [x1, y1] = from[i], [x2, y2] = to[i];
      const bow = 0.12 * Math.hypot(x2 - x1, y2 - y1);
      const [a, b, c, d] = [x1 - base.left, y1 - base.top, x2 - base.left, y2 - base.top], m = [(a + c) / 2, (b + d) / 2 - bow];
      const edge = (p) => { // the thread ends at the rim of a mark, not in its number
        const long = Math.hypot(m[0] - p[0], m[1] - p[1]) || 1;
        return p.map((x, k) => (x + (15 * (m[k] - x)) / long).toFixed(1)).join(" ");
      };
      set(string, { d: `M${edge([a, b])}Q${m.map((x) => x.toFixed(1)).join(" ")} ${edge([c, d])}` });
    });
  }

  const heard = () => refresh();
  const says = () => { verdict.textContent = model.get("verdict"); verdict.hidden = model.get("activation") !== "step" || !model.get("verdict"); };
  const names = ["lines", "out", "activation", "steepness", "points", "scales"].map((name) => `change:${name}`).join(" ");
  model.on(names, heard);
  model.on("change:verdict", says);
  says();
  refresh();
  planes.addEventListener("pointerenter", hurry);
  root.addEventListener("focusin", (event) => { if (event.target !== bender) hurry(); });
  const eye = whenSeen(planes, open);
  const width = new ResizeObserver(() => { if (right.placed) tie(); });
  width.observe(planes);
  return () => {
    eye.disconnect();
    width.disconnect();
    opening?.stop();
    model.off(names, heard);
    model.off("change:verdict", says);
    cancelAnimationFrame(frame);
    stopLesson();
    clearTimeout(speaking);
  };
}

// The part of the hidden plane that is seen: a ReLU that has learned may answer with more than 2.
function viewOf({ activation, scales }, H) {
  const [low, high] = VIEW[activation], far = Math.max(...H.flat()) * 1.15;
  return scales?.length && activation === "relu" && far > high ? [-0.25 * far, far] : [low, high];
}

function threads(plane, knotted) {
  const parts = [];
  for (let start = 0; start < knotted.length; start += KNOTS) parts.push(plane.path(knotted.slice(start, start + KNOTS)));
  return parts.join("");
}

export default { render };
