// The valley: a map seen from above, and four marbles that are dropped where the reader taps.
//
// The arithmetic comes first and stands alone, so that a test can hold it against nnlib and against surfaces.py. Where
// the reader has a momentum_step or an adam_step of their own, that marble's walk is asked of Python. What is shared
// with other figures stands in kit/widget.js.

// ---- the ground -----------------------------------------------------------------------------------

const EDGE = 2; // the map goes from -EDGE to EDGE
const GONE = 8; // a marble that is further out than this has left for good

const bowl = (k) => ({
  height: (x, y) => (x * x + k * y * y) / 2,
  slope: (x, y) => [x, k * y],
  low: 0,
  steepest: Math.max(1, k),
});

const twoValleys = (low) => ({
  height: (x, y) => (x * x - 1) ** 2 + 0.3 * x + y * y,
  slope: (x, y) => [4 * x * (x * x - 1) + 0.3, 2 * y],
  low,
});

const saddle = {
  height: (x, y) => (x * x - y * y) / 2 + y ** 4 / 8,
  slope: (x, y) => [x, -y + y ** 3 / 2],
  low: -0.5,
};

const ravine = {
  height: (x, y) => (1 - x) ** 2 / 2 + 2 * (y - x * x + 1) ** 2,
  slope: (x, y) => [x - 1 - 8 * x * (y - x * x + 1), 4 * (y - x * x + 1)],
  low: 0,
};

// What four neighbours count at u, and how fast that changes with u (Catmull and Rom).
function weights(u, n) {
  const i = Math.min(Math.max(Math.floor(u), 1), n - 3);
  const t = u - i;
  const counts = [-t + 2 * t ** 2 - t ** 3, 2 - 5 * t ** 2 + 3 * t ** 3, t + 4 * t ** 2 - 3 * t ** 3, t ** 3 - t ** 2];
  const rates = [-1 + 4 * t - 3 * t ** 2, -10 * t + 9 * t ** 2, 1 + 8 * t - 9 * t ** 2, 3 * t ** 2 - 2 * t];
  return [i, counts.map((c) => c / 2), rates.map((c) => c / 2)];
}

// The smooth ground through the heights of a grid, rows from y = -2 up.
function gridGround(heights) {
  const n = heights.length;
  const cell = (2 * EDGE) / (n - 1);
  const mix = (i, j, across, up) => {
    let sum = 0;
    for (let k = 0; k < 4; k += 1) for (let l = 0; l < 4; l += 1) sum += up[k] * across[l] * heights[j - 1 + k][i - 1 + l];
    return sum;
  };
  const near = (x, y) => [...weights((x + EDGE) / cell, n), ...weights((y + EDGE) / cell, n)];
  return {
    height: (x, y) => { const [i, wx, , j, wy] = near(x, y); return mix(i, j, wx, wy); },
    slope: (x, y) => { const [i, wx, dx, j, wy, dy] = near(x, y); return [mix(i, j, dx, wy) / cell, mix(i, j, wx, dy) / cell]; },
    low: Math.min(...heights.flat()),
  };
}

// The ground of this name; `given` has the condition of the bowl, the heights of the network's map, and the deepest
// point of the two valleys.
export function ground(name, given) {
  if (name === "network") return gridGround(given.heights);
  if (name === "valleys") return twoValleys(given.deepest);
  return { round: bowl(1), bowl: bowl(given.condition), saddle, ravine }[name];
}

// ---- the marbles ----------------------------------------------------------------------------------

// One step of each kind, from a place and what it remembers: (place, slope, memory, settings) -> [place, memory].
const STEPS = {
  descent: (w, g, memory, { rate }) => [w.map((x, i) => x - rate * g[i]), memory],
  momentum: (w, g, { v }, { rate, beta }) => {
    const next = v.map((x, i) => beta * x - rate * g[i]);
    return [w.map((x, i) => x + next[i]), { v: next }];
  },
  adam: (w, g, { m, v, t }, { rate }) => {
    const mean = m.map((x, i) => 0.9 * x + (1 - 0.9) * g[i]);
    const square = v.map((x, i) => 0.999 * x + (1 - 0.999) * g[i] * g[i]);
    const [share1, share2] = [1 - 0.9 ** (t + 1), 1 - 0.999 ** (t + 1)];
    const next = w.map((x, i) => x - (rate * mean[i]) / share1 / (Math.sqrt(square[i] / share2) + 1e-8));
    return [next, { m: mean, v: square, t: t + 1 }];
  },
  noisy: (w, g, { roll }, { rate, noise }) => [w.map((x, i) => x - rate * (g[i] + noise * normal(roll))), { roll }],
};

// The walk of one marble: [x, y, height] after 0, 1, ... steps; it ends where the marble has left for good.
export function roll(kind, land, start, steps, settings) {
  let w = [...start];
  let memory = { v: [0, 0], m: [0, 0], t: 0, roll: dice(settings.seed ?? 1) };
  const places = [[...w, land.height(...w)]];
  while (places.length <= steps && Math.max(...w.map(Math.abs)) <= GONE) {
    [w, memory] = STEPS[kind](w, land.slope(...w), memory, settings);
    places.push([...w, land.height(...w)]);
  }
  return places;
}

// Where a walk stands after t steps, between two of them on the line that joins them; `gone` off the map.
export function standing(places, t) {
  const last = places.length - 1;
  const i = Math.min(Math.floor(t), last);
  const [p, q] = [places[i], places[Math.min(i + 1, last)]];
  const s = Math.min(t - i, 1);
  const at = p.map((x, k) => x + s * (q[k] - x));
  return { at, height: p[2], gone: Math.max(Math.abs(p[0]), Math.abs(p[1])) > EDGE * 1.02 };
}

// ---- contours -------------------------------------------------------------------------------------

// Pieces of the line on which `heights` (rows of n points) have this level, in units of the grid.
export function contour(heights, level) {
  const pieces = [];
  const n = heights.length;
  const cut = (a, b) => (level - a) / (b - a);
  for (let j = 0; j + 1 < n; j += 1) {
    for (let i = 0; i + 1 < n; i += 1) {
      const [a, b, c, d] = [heights[j][i], heights[j][i + 1], heights[j + 1][i + 1], heights[j + 1][i]];
      const ends = [];
      if (a < level !== b < level) ends.push([i + cut(a, b), j]);
      if (b < level !== c < level) ends.push([i + 1, j + cut(b, c)]);
      if (d < level !== c < level) ends.push([i + cut(d, c), j + 1]);
      if (a < level !== d < level) ends.push([i, j + cut(a, d)]);
      for (let k = 0; k + 1 < ends.length; k += 2) pieces.push([ends[k], ends[k + 1]]);
    }
  }
  return pieces;
}

// ---- what it looks like ---------------------------------------------------------------------------

const SIZE = 480;
const FINE = 72; // points along one side of the shaded map
const LENGTH = 120; // steps of a run
const SPEED = 18; // steps a second
const PATIENT = 20000; // milliseconds for Python to answer
const SLOWEST = -3; // powers of ten: the ends of the slider of the rate
const FASTEST = 0.5;
const KINDS = ["descent", "momentum", "adam", "noisy"];
const SHAPES = {
  descent: "M-8,0a8,8 0 1,0 16,0a8,8 0 1,0 -16,0",
  momentum: "M-7.5,-7.5h15v15h-15z",
  adam: "M0,-10L9.5,7.5H-9.5z",
  noisy: "M0,-11L9,0L0,11L-9,0z",
};

const LOOK = `
.nn-valley { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color2, #bbb); --descent: #0072B2; --momentum: #B54A00; --adam: #00724F; --noisy: #8A2E78;
  --focus: #111; color: var(--ink); font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);
  display: flex; flex-wrap: wrap; gap: 8px 22px; padding: 6px 2px; max-width: 920px; }
[data-jp-theme-light="false"] .nn-valley { --descent: #7CC6F2; --momentum: #FF9E5E; --adam: #4FD8AA; --noisy: #F0A9E0;
  --focus: #fff; }
.nn-valley .left { flex: 0 1 ${SIZE}px; min-width: 0; max-width: 100%; }
.nn-valley .stage { position: relative; width: ${SIZE}px; max-width: 100%; align-self: flex-start; }
.nn-valley .stage canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.nn-valley .stage svg { position: relative; display: block; width: 100%; height: auto; touch-action: none;
  user-select: none; cursor: crosshair; border: 1px solid var(--rule); box-sizing: border-box; }
.nn-valley text { fill: var(--ink); font-size: 15px; pointer-events: none; paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.nn-valley .lines { fill: none; stroke: var(--ink); stroke-width: 1; opacity: 0.28; pointer-events: none; }
.nn-valley .trail { fill: none; stroke-width: 2.5; stroke-linejoin: round; pointer-events: none; }
.nn-valley .momentum .trail, .nn-valley .trail.momentum { stroke-dasharray: 8 3; }
.nn-valley .trail.adam { stroke-dasharray: 2 3; }
.nn-valley .trail.noisy { stroke-dasharray: 7 3 1 3; stroke-width: 1.7; }
.nn-valley .descent { --own: var(--descent); } .nn-valley .momentum { --own: var(--momentum); }
.nn-valley .adam { --own: var(--adam); } .nn-valley .noisy { --own: var(--noisy); }
.nn-valley .trail { stroke: var(--own); }
.nn-valley .marble { fill: var(--own); stroke: var(--paper); stroke-width: 2; pointer-events: none; }
.nn-valley .start { cursor: grab; } .nn-valley g:focus { outline: none; }
.nn-valley .cross { stroke: var(--ink); stroke-width: 3; fill: none; }
.nn-valley .reach { fill: transparent; }
.nn-valley .halo { fill: none; stroke: none; stroke-width: 3; }
.nn-valley g:focus > .halo { stroke: var(--focus); stroke-dasharray: 5 3; }
.nn-valley .ring { fill: none; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 6 4; pointer-events: none; }
.nn-valley .knob { fill: var(--paper); stroke: var(--ink); stroke-width: 3; cursor: ns-resize; }
.nn-valley .panel { flex: 1 1 300px; min-width: 270px; max-width: 400px; display: flex; flex-direction: column; gap: 9px; }
.nn-valley fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; }
.nn-valley legend { padding: 0; font-weight: 600; margin-bottom: 3px; }
.nn-valley button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--ink); border-radius: 5px; padding: 3px 9px; cursor: pointer; }
.nn-valley button:hover { background: var(--jp-layout-color3, #ddd); }
.nn-valley button[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
.nn-valley button.picture { display: flex; flex-direction: column; align-items: center; gap: 2px; width: 86px;
  padding: 4px 2px; font-size: 13px; line-height: 1.2; }
.nn-valley button.picture canvas { width: 46px; height: 46px; border: 1px solid var(--rule); background: var(--paper); }
.nn-valley button:focus-visible, .nn-valley input:focus-visible, .nn-valley summary:focus-visible {
  outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-valley input[type="range"] { width: 100%; margin: 2px 0; accent-color: var(--ink); }
.nn-valley .track { position: relative; padding-bottom: 22px; }
.nn-valley .limit { position: absolute; bottom: 0; transform: translateX(-50%); font-size: 13px; white-space: nowrap;
  text-align: center; line-height: 1.1; }
.nn-valley .limit::before { content: ""; display: block; width: 3px; height: 9px; margin: 0 auto 1px; background: var(--momentum); }
.nn-valley table { border-collapse: collapse; width: 100%; margin: 0; font-size: 15px; }
.nn-valley th, .nn-valley td { text-align: left; padding: 1px 4px; font-weight: 400; background: none; border: 0; color: var(--ink); }
.nn-valley th { white-space: nowrap; }
.nn-valley td { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.nn-valley th svg { width: 22px; height: 22px; vertical-align: -5px; margin-right: 3px; }
.nn-valley label { display: block; }
.nn-valley .said { margin: 4px 0 0; min-height: 4.4em; }
.nn-valley .goal, .nn-valley .help { margin: 0; }
.nn-valley .help { flex: 1 1 100%; font-size: 14px; }
.nn-valley .heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.nn-valley .strip { width: ${SIZE}px; max-width: 100%; height: auto; display: block; margin-top: 6px; }
.nn-valley .strip .axis { stroke: var(--ink); stroke-width: 1; opacity: 0.5; }
.nn-valley .strip text { font-size: 14px; }
`;

const px = ([x, y]) => [((x + EDGE) / (2 * EDGE)) * SIZE, ((EDGE - y) / (2 * EDGE)) * SIZE];
const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)},${y.toFixed(1)}`).join("");
const LEAST = 0.001; // heights below it are not told apart
const digits = (x) => (x >= LEAST ? signed(Number(x.toPrecision(2))) : tr("below 0.001"));

class Valley {
  constructor(model, el) {
    this.model = model;
    this.names = { descent: tr("descent"), momentum: tr("momentum"), adam: "Adam", noisy: tr("noisy descent") };
    this.titles = {
      round: tr("round bowl"), bowl: tr("stretched bowl"), valleys: tr("two valleys"), saddle: tr("saddle"),
      ravine: tr("ravine"), network: tr("a network"),
    };
    this.root = put(el, "div", { class: "nn-valley" });
    put(this.root, "style", {}, LOOK);
    this.waiting = new Map();
    this.asked = 0;
    this.drops = 0;
    this.head = new PlayHead(LENGTH, SPEED, (at, running) => this.paint(at, running));
    this.load();
    this.build();
    this.lay();
    this.run();
    this.opening = !wantsCalm();
    this.head.show(this.opening ? 0 : LENGTH); // a page that is not looked at yet draws no frames
    if (this.opening) this.head.play();
  }

  load() {
    const get = (name) => this.model.get(name);
    Object.assign(this, { surface: get("surface"), condition: get("condition"), start: [...get("start")], rate: get("rate"),
      beta: get("beta"), noise: get("noise") });
  }

  save() {
    this.saving = true;
    const state = { surface: this.surface, condition: this.condition, start: [...this.start], rate: this.rate,
      beta: this.beta, noise: this.noise };
    for (const [name, value] of Object.entries(state)) this.model.set(name, value);
    this.saving = false;
    this.model.save_changes();
  }

  reload() {
    if (this.saving) return;
    this.load();
    this.lay();
    this.run();
    this.head.show(LENGTH);
  }

  land(name = this.surface) {
    return ground(name, { condition: this.condition, heights: this.model.get("heights"), deepest: this.model.get("deepest") });
  }

  // -- building

  build() {
    const left = put(this.root, "div", { class: "left" });
    this.stage = put(left, "div", { class: "stage" });
    this.canvas = put(this.stage, "canvas", { width: FINE, height: FINE, "aria-hidden": "true" });
    this.svg = put(this.stage, "svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "application",
      "aria-label": tr("The valley: a map of heights, seen from above") });
    this.lines = put(this.svg, "path", { class: "lines" });
    this.ring = put(this.svg, "path", { class: "ring" });
    this.trails = {};
    for (const kind of KINDS) this.trails[kind] = put(this.svg, "path", { class: `trail ${kind}` });
    this.buildHandles();
    this.marbles = {};
    for (const kind of KINDS) this.marbles[kind] = put(this.svg, "path", { class: `marble ${kind}`, d: SHAPES[kind] });
    this.hint = put(this.svg, "text", { x: SIZE / 2, y: 24, "text-anchor": "middle" }, tr("tap anywhere to drop the marbles"));
    this.buildStrip(left);
    this.said = put(left, "p", { class: "said" });
    this.buildPanel();
    this.heard = put(this.root, "p", { role: "status", class: "heard" });
    put(this.root, "p", { class: "help" },
      tr("Tap the map, or drag the cross. Keys: Tab chooses, the arrow keys move the cross (with Shift: a little), Enter drops the marbles."));
    this.svg.addEventListener("pointerdown", (event) => this.grab(event));
    this.stage.addEventListener("pointerenter", () => { if (this.opening && this.head.running) this.pause(); });
  }

  buildHandles() {
    this.handle = put(this.svg, "g", { class: "start", tabindex: 0, role: "button", "aria-roledescription": tr("start") });
    put(this.handle, "circle", { class: "reach", r: 22 });
    put(this.handle, "path", { class: "cross", d: "M-11,-11L11,11M-11,11L11,-11" });
    put(this.handle, "circle", { class: "halo", r: 19 });
    this.handle.addEventListener("keydown", (event) => this.startKey(event));
    this.stretcher = put(this.svg, "g", { tabindex: 0, role: "slider", "aria-label": tr("condition of the bowl"),
      "aria-valuemin": 1, "aria-valuemax": 100 });
    put(this.stretcher, "circle", { class: "reach", r: 22 });
    put(this.stretcher, "circle", { class: "knob", r: 9 });
    put(this.stretcher, "circle", { class: "halo", r: 17 });
    this.stretcher.addEventListener("keydown", (event) => {
      const by = arrow(event);
      if (!by) return;
      event.preventDefault();
      this.stretch(this.condition * (by[0] + by[1] > 0 ? 1.1 : 1 / 1.1));
      this.save();
    });
  }

  buildStrip(left) {
    this.strip = put(left, "svg", { class: "strip", viewBox: `0 0 ${SIZE} 118`, role: "img", "aria-label": tr("height above the lowest point, step by step") });
    put(this.strip, "path", { class: "axis", d: `M34,6V100H${SIZE}`, fill: "none" });
    this.marks = [0, 1, 2].map((i) => put(this.strip, "text", { x: 30, y: 16 + i * 42, "text-anchor": "end" }));
    put(this.strip, "text", { x: SIZE, y: 115, "text-anchor": "end" }, tr`${LENGTH} steps`);
    put(this.strip, "text", { x: 42, y: 115 }, tr("height above the lowest point"));
    this.curves = {};
    for (const kind of KINDS) this.curves[kind] = put(this.strip, "path", { class: `trail ${kind}` });
  }

  buildPanel() {
    const panel = put(this.root, "div", { class: "panel" });
    const grounds = put(panel, "fieldset", {}, make("legend", {}, tr("The ground")));
    this.pictures = {};
    for (const [name, title] of Object.entries(this.titles)) {
      const picture = make("canvas", { width: 46, height: 46, "aria-hidden": "true" });
      this.pictures[name] = put(grounds, "button", { class: "picture", type: "button", onclick: () => this.choose(name) }, picture, title);
    }
    this.buildRate(panel);
    const keys = put(panel, "fieldset", {});
    this.player = put(keys, "button", { type: "button", onclick: () => this.toggle() }, tr("drop again"));
    this.reelName = put(panel, "label", { class: "reel" }, make("span", {}));
    this.reel = put(this.reelName, "input", { type: "range", min: 0, max: LENGTH, step: 1,
      oninput: () => { this.pause(); this.head.show(Number(this.reel.value)); this.say(); } });
    this.buildTable(panel);
    this.goal = put(panel, "p", { class: "goal" });
    const more = put(panel, "details", {}, make("summary", {}, tr("more")));
    this.betaName = put(more, "label", {}, make("span", {}));
    this.betaBar = put(this.betaName, "input", { type: "range", min: 0, max: 0.99, step: 0.01,
      oninput: () => { this.beta = Number(this.betaBar.value); this.again(); }, onchange: () => this.save() });
    this.noiseName = put(more, "label", {}, make("span", {}));
    this.noiseBar = put(this.noiseName, "input", { type: "range", min: 0, max: 6, step: 0.1,
      oninput: () => { this.noise = Number(this.noiseBar.value); this.again(); }, onchange: () => this.save() });
  }

  buildRate(panel) {
    const label = put(panel, "label", {});
    this.rateName = put(label, "span", {});
    const track = put(label, "div", { class: "track" });
    this.rateBar = put(track, "input", { type: "range", min: SLOWEST, max: FASTEST, step: 0.01,
      oninput: () => { this.rate = 10 ** Number(this.rateBar.value); this.again(); }, onchange: () => this.save() });
    this.limit = put(track, "span", { class: "limit" });
  }

  buildTable(panel) {
    const table = put(panel, "table", {});
    const top = put(put(table, "thead", {}), "tr", {});
    put(top, "th", { scope: "col" }, tr("marble"));
    put(top, "td", {}, tr("height"));
    const rows = put(table, "tbody", {});
    this.cells = {};
    for (const kind of KINDS) {
      const row = put(rows, "tr", {});
      const mark = make("svg", { viewBox: "-12 -12 24 24", class: kind, "aria-hidden": "true" }, make("path", { class: "marble", d: SHAPES[kind] }));
      const whose = { momentum: "momentum", adam: "adam" }[kind] && this.model.get("owners")[kind];
      put(row, "th", { scope: "row" }, mark, whose ? tr`${this.names[kind]} (${whose})` : this.names[kind]);
      this.cells[kind] = put(row, "td", {});
    }
  }

  // -- the map

  heights(n, name = this.surface) {
    const land = this.land(name);
    const at = (i) => -EDGE + (2 * EDGE * i) / (n - 1);
    return Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_unused, i) => land.height(at(i), at(j)) - land.low));
  }

  // Paint heights as a grey that shows on light and dark pages alike: the higher, the less of the page shines through.
  shade(canvas, n, name) {
    const heights = this.heights(n, name);
    const top = Math.log1p(6 * Math.max(...heights.flat()));
    const context = canvas.getContext("2d");
    const image = context.createImageData(n, n);
    heights.forEach((row, j) => row.forEach((h, i) => {
      const spot = 4 * ((n - 1 - j) * n + i);
      image.data.set([128, 128, 128, 170 * (Math.log1p(6 * Math.max(0, h)) / top)], spot);
    }));
    context.putImageData(image, 0, 0);
  }

  // Everything that depends on the ground alone.
  lay() {
    this.shade(this.canvas, FINE, this.surface);
    for (const [name, button] of Object.entries(this.pictures)) {
      this.shade(button.firstChild, 46, name);
      set(button, { "aria-pressed": name === this.surface });
    }
    const heights = this.heights(FINE);
    const scale = SIZE / (FINE - 1);
    const top = Math.max(...heights.flat());
    const pieces = Array.from({ length: 11 }, (_, k) => contour(heights, (top / 1.02) * 1.85 ** -k)).flat();
    set(this.lines, { d: pieces.map((piece) => path(piece.map(([i, j]) => [i * scale, SIZE - j * scale]))).join("") });
    const bowled = this.surface === "bowl";
    set(this.ring, { visibility: bowled ? "visible" : "hidden" });
    set(this.stretcher, { visibility: bowled ? "visible" : "hidden", tabindex: bowled ? 0 : -1 });
    const half = 1.7 / Math.sqrt(this.condition);
    const [rx, ry] = [(1.7 / (2 * EDGE)) * SIZE, (half / (2 * EDGE)) * SIZE];
    const [cx, cy] = px([0, 0]);
    set(this.ring, { d: `M${cx - rx},${cy}A${rx},${ry} 0 1,0 ${cx + rx},${cy}A${rx},${ry} 0 1,0 ${cx - rx},${cy}` });
    set(this.stretcher, { transform: `translate(${px([0, half])})`, "aria-valuenow": plain(this.condition, 1).replace(MINUS, "-"),
      "aria-valuetext": tr`condition ${plain(this.condition, 1)}: one direction is that many times as steep as the other` });
  }

  // -- the run

  run() {
    const land = this.land();
    const settings = { rate: this.rate, beta: this.beta, noise: this.noise, seed: 1 + this.drops };
    this.walks = {};
    this.stamp = (this.stamp ?? 0) + 1;
    for (const kind of KINDS) {
      if (this.model.get("remote")[kind]) this.askPython(kind, this.stamp);
      else this.walks[kind] = roll(kind, land, this.start, LENGTH, settings);
    }
    this.bottom = land.low;
    this.edge = land.steepest ? 2 / land.steepest : null;
  }

  // Only the newest of the questions counts; while a hand moves, none is asked.
  askPython(kind, stamp) {
    this.walks[kind] = [[...this.start, this.land().height(...this.start)]];
    clearTimeout(this.later?.[kind]);
    this.later = { ...this.later, [kind]: setTimeout(() => {
      const id = (this.asked += 1);
      this.waiting.set(id, { kind, stamp });
      setTimeout(() => this.hear({ id, problem: tr("Python does not answer. Is the kernel running?") }), PATIENT);
      this.model.send({ id, kind, surface: this.surface, condition: this.condition, start: this.start, rate: this.rate,
        beta: this.beta, steps: LENGTH });
    }, 150) };
  }

  hear({ id, problem, places }) {
    const question = this.waiting.get(id);
    this.waiting.delete(id);
    if (!question || question.stamp !== this.stamp) return;
    this.problem = problem ?? null;
    if (places) this.walks[question.kind] = places;
    this.head.show(this.head.at);
    this.say();
  }

  again() {
    this.opening = false;
    this.problem = null;
    this.head.stop();
    this.run();
    this.head.show(LENGTH);
    this.say();
  }

  drop() {
    this.opening = false;
    this.drops += 1;
    this.problem = null;
    this.run();
    this.save();
    if (wantsCalm()) {
      this.head.show(LENGTH);
      this.say();
    } else this.head.play();
  }

  toggle() {
    if (this.head.running) this.pause();
    else if (this.head.at < LENGTH) this.head.play(this.head.at);
    else if (wantsCalm() && !this.played) this.head.play(); // asked for by hand
    else { this.drops += 1; this.run(); this.head.play(); }
  }

  pause() {
    this.head.stop();
    this.head.show(this.head.at);
  }

  // -- drawing a frame

  paint(at, running) {
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
    this.now = {};
    const step = Math.floor(at);
    for (const kind of KINDS) {
      const places = this.walks[kind];
      const found = standing(places, at);
      this.now[kind] = found;
      const trail = [...places.slice(0, step + 1), found.at].map(px);
      set(this.trails[kind], { d: path(trail) });
      set(this.marbles[kind], { transform: `translate(${px(found.at).map((x) => Math.max(-30, Math.min(SIZE + 30, x)))})` });
      this.cells[kind].textContent = found.gone ? tr("off the map") : digits(found.height - this.bottom);
    }
    this.paintStrip(step);
    this.paintControls(at, running);
    this.said.textContent = this.sentence(step);
    if (!running && step === LENGTH && this.spoken !== this.said.textContent) this.say();
  }

  paintStrip(step) {
    const top = Math.max(1e-6, ...KINDS.map((kind) => this.walks[kind][0][2] - this.bottom));
    const [high, low] = [Math.ceil(Math.log10(top) + 0.2), Math.ceil(Math.log10(top) + 0.2) - 6];
    const y = (h) => 8 + (92 * (high - Math.max(low, Math.min(high, Math.log10(Math.max(h, 1e-300)))))) / (high - low);
    this.marks.forEach((mark, i) => { mark.textContent = [high, high - 3, low][i] === 0 ? "1" : `10${power([high, high - 3, low][i])}`; });
    for (const kind of KINDS) {
      const part = this.walks[kind].slice(0, step + 1);
      set(this.curves[kind], { d: path(part.map((p, i) => [36 + ((SIZE - 40) * i) / LENGTH, y(p[2] - this.bottom)])) });
    }
  }

  paintControls(at, running) {
    const [x, y] = px(this.start);
    set(this.handle, { transform: `translate(${x},${y})`, "aria-label": tr`start at ${place(this.start)}` });
    set(this.hint, { visibility: this.opening ? "visible" : "hidden" });
    this.rateName.textContent = tr`rate ${digits(this.rate)}`;
    this.rateBar.value = Math.log10(this.rate);
    set(this.rateBar, { "aria-valuetext": this.edge ? tr`rate ${digits(this.rate)}, the limit is ${digits(this.edge)}` : tr`rate ${digits(this.rate)}` });
    this.limit.hidden = !this.edge;
    if (this.edge) {
      const share = (Math.log10(this.edge) - SLOWEST) / (FASTEST - SLOWEST);
      this.limit.style.left = `calc(8px + ${share} * (100% - 16px))`;
      this.limit.textContent = tr`limit ${digits(this.edge)}`;
    }
    this.reel.value = Math.floor(at);
    this.reelName.firstChild.textContent = tr`step ${Math.floor(at)} of ${LENGTH}`;
    this.player.textContent = running ? tr("pause") : this.head.at < LENGTH ? tr("go on") : tr("drop again");
    this.betaName.firstChild.textContent = tr`momentum β ${plain(this.beta)}`;
    this.betaBar.value = this.beta;
    this.noiseName.firstChild.textContent = tr`noise of the slopes ${plain(this.noise, 1)}`;
    this.noiseBar.value = this.noise;
    const lost = this.adamLost();
    this.goal.textContent = `${tr("Goal: find a start from which Adam loses.")} ${lost ? tr("✓ Here it does.") : ""}`;
  }

  // Adam loses where another marble ends clearly lower; that is known at the end of a run.
  adamLost() {
    const ends = Object.fromEntries(KINDS.map((kind) => [kind, standing(this.walks[kind], LENGTH)]));
    const others = KINDS.filter((kind) => kind !== "adam" && !ends[kind].gone).map((kind) => ends[kind].height);
    const adam = ends.adam.gone ? Infinity : ends.adam.height;
    return this.head.at >= LENGTH && others.length > 0 && adam - Math.min(...others) > 0.05;
  }

  // One sentence that is true of the frame on the screen.
  sentence(step) {
    if (this.problem) return this.problem;
    const times = this.edge && this.rate / this.edge;
    if (this.now.descent.gone) {
      if (times > 1) return tr`Step ${step}: descent has left the map. Its rate is ${plain(times, 2)} times the limit, so every step lands further out than the one before.`;
      return tr`Step ${step}: descent has left the map. Where the ground is steep, this rate is too large.`;
    }
    const order = KINDS.filter((kind) => !this.now[kind].gone).sort((a, b) => this.now[a].height - this.now[b].height);
    if (step === 0) return tr`The marbles lie at ${place(this.start)}, ${digits(this.now.descent.height - this.bottom)} above the lowest point.`;
    const [first, last] = [order[0], order.at(-1)];
    const away = KINDS.filter((kind) => this.now[kind].gone).map((kind) => this.names[kind]);
    const tail = away.length ? tr` Off the map: ${away.join(", ")}.` : "";
    if (first === last) return tr`Step ${step}: only ${this.names[first]} is still on the map.${tail}`;
    const [least, most] = [first, last].map((kind) => this.now[kind].height - this.bottom);
    if (most < LEAST) return tr`Step ${step}: all marbles on the map lie within 0.001 of the lowest point.${tail}`;
    if (least < LEAST) return tr`Step ${step}: ${this.names[first]} is within 0.001 of the lowest point; ${this.names[last]} is highest, ${digits(most)} above it.${tail}`;
    return tr`Step ${step}: ${this.names[first]} is lowest, ${digits(least)} above the lowest point; ${this.names[last]} is highest, ${digits(most)} above it.${tail}`;
  }

  say() {
    this.spoken = this.said.textContent;
    clearTimeout(this.speech);
    this.speech = setTimeout(() => { this.heard.textContent = this.spoken; }, 150);
  }

  // -- the hand and the keys

  read(event) {
    const frame = this.svg.getBoundingClientRect();
    const x = -EDGE + (2 * EDGE * (event.clientX - frame.left)) / frame.width;
    const y = EDGE - (2 * EDGE * (event.clientY - frame.top)) / frame.height;
    return [x, y].map((p) => Math.round(100 * Math.max(-1.98, Math.min(1.98, p))) / 100);
  }

  grab(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const stretching = this.stretcher.contains(event.target);
    (stretching ? this.stretcher : this.handle).focus({ preventScroll: true });
    this.svg.setPointerCapture(event.pointerId);
    const move = (e) => {
      if (stretching) this.stretch((1.7 / Math.max(0.05, Math.abs(this.read(e)[1]))) ** 2);
      else { this.start = this.read(e); this.again(); }
    };
    if (!stretching) move(event);
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("lostpointercapture", () => {
      this.svg.removeEventListener("pointermove", move);
      if (stretching) this.save();
      else this.drop();
    }, { once: true });
  }

  stretch(condition) {
    this.condition = Math.round(10 * Math.max(1, Math.min(100, condition))) / 10;
    this.lay();
    this.again();
  }

  startKey(event) {
    const by = arrow(event);
    if (event.key === "Enter" || event.key === " ") this.drop();
    else if (by) {
      const size = event.shiftKey ? 0.02 : 0.1;
      this.start = this.start.map((x, i) => Math.round(100 * Math.max(-1.98, Math.min(1.98, x + size * by[i]))) / 100);
      this.again();
      this.save();
    } else return;
    event.preventDefault();
  }

  choose(name) {
    this.surface = name;
    const [x, y, rate, noise] = this.model.get("starts")[name];
    Object.assign(this, { start: [x, y], rate, noise });
    this.lay();
    this.drop();
  }

  end() {
    this.head.stop();
    clearTimeout(this.speech);
  }
}

// 10 to this power, in small raised figures.
const power = (n) => [...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");

function render({ model, el }) {
  const valley = new Valley(model, el);
  const heard = (message) => valley.hear(message);
  const moved = () => valley.reload();
  const names = "change:surface change:condition change:start change:rate change:beta change:noise";
  model.on("msg:custom", heard);
  model.on(names, moved);
  return () => {
    model.off("msg:custom", heard);
    model.off(names, moved);
    valley.end();
  };
}

export default { render };
