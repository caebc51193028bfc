// One measurement of a slope: the second point is dragged towards the first, or a diamond along the errors of all steps.
//
// The arithmetic comes first and stands alone, so that a test can hold it against secant.py. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

// What a number becomes when it is stored.
const STORED = { float64: (v) => v, float32: Math.fround };

// name -> [the function, every step of it stored by k; its slope]
const MEASURED = {
  "x²": [(x, k) => k(x * x), (x) => 2 * x],
  "x³": [(x, k) => k(k(x * x) * x), (x) => 3 * x * x],
  "sin x": [(x, k) => k(Math.sin(x)), Math.cos],
  "eˣ": [(x, k) => k(Math.exp(x)), Math.exp],
  "ln(1 + eˣ)": [(x, k) => k(Math.log1p(k(Math.exp(x)))), (x) => 1 / (1 + Math.exp(-x))],
};

export const valueOf = (name, x) => MEASURED[name][0](x, STORED.float64);

export const trueSlope = (name, x, precision) => MEASURED[name][1](STORED[precision](x));

// The slope measured at x with the step h, everything stored in this precision.
export function measured(name, x, h, sides, precision) {
  const k = STORED[precision], f = (v) => MEASURED[name][0](v, k);
  const [here, step] = [k(x), k(h)];
  if (sides === "one side") return k(k(f(k(here + step)) - f(here)) / step);
  return k(k(f(k(here + step)) - f(k(here - step))) / k(2 * step));
}

// How far the curve, as it is stored, rises from x to x + t h, in units of h.
export function rise(name, x, h, t, precision) {
  const k = STORED[precision], f = (v) => MEASURED[name][0](v, k);
  const here = k(x);
  return k(f(k(here + k(k(h) * k(t)))) - f(here)) / h;
}

// ---- the picture ----------------------------------------------------------------------------------

const [WEST, EAST] = [-3.2, 3.2];
const HEIGHTS = { "x²": [-2, 10], "x³": [-9, 10], "sin x": [-2.2, 2.6], "eˣ": [-3, 12], "ln(1 + eˣ)": [-1.5, 4.2] };
const [FLOOR, CEILING] = [-16, 1.5]; // powers of ten; an error of 0 is drawn on the floor
const TURNS = Array.from({ length: 401 }, (_, i) => -2 + i / 100);
const WAY = Array.from({ length: 161 }, (_, i) => WEST + (i / 160) * (EAST - WEST));
const LOOKS = `
.nn-step { max-width: 900px; } .nn-step .row > div { flex-basis: 200px; }
.nn-step .curve { fill: none; stroke: var(--one); stroke-width: 3; stroke-linejoin: round; } .nn-step .secant { stroke: var(--three); stroke-width: 5; opacity: 0.8; }
.nn-step .tangent { stroke: var(--two); stroke-width: 3; stroke-dasharray: 9 6; } .nn-step .dot { fill: var(--ink); }
.nn-step .knob { fill: var(--paper); stroke: var(--ink); stroke-width: 4; } .nn-step .foot { fill: var(--ink); } .nn-step .drop { stroke: var(--ink); stroke-dasharray: 2 4; }
.nn-step .diamond { fill: var(--two); stroke: var(--paper); stroke-width: 2; } .nn-step .handle { cursor: ew-resize; }
.nn-step .legend { display: flex; flex-wrap: wrap; gap: 0 20px; } .nn-step .legend svg { margin-right: 8px; vertical-align: middle; }
`;

const nameOf = (h) => {
  if (h >= 0.001) return signed(Number(h.toPrecision(2)));
  const k = Math.log10(h);
  return Math.abs(k - Math.round(k)) < 1e-9 ? `10${raised(Math.round(k))}` : scaled(h);
};

class Step extends InHand {
  build() {
    const band = put(this.root, "div", { class: "band" });
    this.picks = [
      this.choice(band, tr("function"), "function", Object.keys(MEASURED).map((name) => [name, name])),
      this.choice(band, tr("measured to"), "sides", [["both sides", tr("both sides")], ["one side", tr("one side")]]),
      this.choice(band, tr("numbers"), "precision", [["float64", "float64"], ["float32", "float32"]]),
    ];
    const row = put(this.root, "div", { class: "row" });
    const boxes = ["far", "near", "over"].map(() => put(row, "div"));
    this.titles = boxes.map((box) => put(box, "b", { class: "title" }));
    this.buildFar(boxes[0]);
    this.buildNear(boxes[1]);
    this.buildOver(boxes[2]);
    const names = put(this.root, "div", { class: "legend" });
    for (const [name, text] of [["curve", tr("the curve")], ["secant", tr("secant")], ["tangent", tr("tangent")]]) {
      put(names, "span", {}, make("svg", { viewBox: "0 0 46 12", width: 46, height: 12, "aria-hidden": "true" }, make("line", { class: name, x1: 2, x2: 44, y1: 6, y2: 6 })), text);
    }
    this.foot(tr("Drag the diamond, the second point, or the triangle under the first. Keys: Tab chooses, the arrow keys move."));
  }

  buildFar(box) {
    this.far = this.stage(box, { label: tr("The curve with its secant and its tangent"), x: [WEST, EAST], y: HEIGHTS["x³"], share: 0.95 },
      (found) => found.ticks([-3, -2, -1, 0, 1, 2, 3], found.y[1] > 5 ? [0, 5, 10] : [-2, -1, 0, 1, 2, 3, 4].filter((y) => y >= found.y[0] && y <= found.y[1]), ["", ""]));
    const { inside } = this.far;
    [this.curve, this.drop] = [put(inside, "path", { class: "curve" }), put(inside, "line", { class: "drop" })];
    [this.secant, this.tangent] = ["secant", "tangent"].map((name) => put(inside, "line", { class: name }));
    this.first = put(inside, "circle", { class: "dot", r: 6 });
    this.second = this.far.handle(tr("the second point, at distance h"), make("circle", { class: "knob", r: 7 }), {
      move: ([x]) => this.stepTo(-Math.log10(Math.max(1e-15, Math.abs(x - this.now.x)))), push: (by) => this.stepBy(-by[0] - by[1]), done: () => this.save() });
    this.base = this.far.handle(tr("the point x"), make("path", { class: "foot", d: "M0,-9L9,8L-9,8Z" }), {
      move: ([x]) => this.moveTo(x), push: (by) => this.moveTo(this.now.x + 0.1 * (by[0] + by[1])), done: () => this.save() });
  }

  buildNear(box) {
    this.near = this.stage(box, { label: tr("The same under a microscope"), x: [-2, 2], y: [-8, 8], share: 0.95 }, (found) => {
      const truth = this.truth ?? 0;
      found.ticks([[-1, "x − h"], [0, "x"], [1, "x + h"]], Math.abs(truth) > 0.1 ? [[0, "0"], [truth, scaled(truth)]] : [[0, "0"]]);
    });
    const { inside } = this.near;
    this.stored = put(inside, "path", { class: "curve" });
    this.lines = ["secant", "tangent"].map((name) => put(inside, "line", { class: name }));
    this.dots = [0, 1].map(() => put(inside, "circle", { class: "dot", r: 7 }));
  }

  buildOver(box) {
    const ticks = (low, high, by) => Array.from({ length: (high - low) / by + 1 }, (_, i) => [low + i * by, low + i * by === 0 ? "1" : `10${raised(low + i * by)}`]);
    this.over = this.stage(box, { label: tr("The error of every step"), x: [-0.4, 16.6], y: [FLOOR - 0.6, CEILING], share: 0.95, edge: 52 },
      (found) => found.ticks(ticks(-15, 0, 5).map(([k, text]) => [-k, text]), ticks(-15, 0, 3), ["", ""]));
    const { inside, svg } = this.over;
    [this.book, this.errors] = ["book", "curve"].map((name) => put(inside, "path", { class: name }));
    this.note = put(svg, "text", { "text-anchor": "end" });
    this.ask = put(svg, "text", { class: "ask" }, tr("drag me"));
    this.diamond = this.over.handle(tr("the step h"), make("path", { class: "diamond", d: "M0,-13L13,0L0,13L-13,0Z" }), {
      move: ([k]) => this.stepTo(k), push: (by) => this.stepBy(by[0] + by[1]), done: () => this.save() });
  }

  // The nearest step that can be chosen.
  stepTo(k) {
    const ks = this.model.get("ks");
    this.change({ k: ks.reduce((best, one) => (Math.abs(one - k) < Math.abs(best - k) ? one : best)) });
  }

  // A key goes half a power of ten.
  stepBy(by) {
    this.stepTo(Math.max(0, Math.min(15, Math.round(2 * (this.now.k + 0.5 * by)) / 2)));
  }

  moveTo(x) {
    this.change({ x: Math.round(10 * Math.max(-2, Math.min(2, x))) / 10 + 0 });
  }

  // The second point comes near once, and goes back.
  sway(t, home) {
    const k = home.k + 1.3 * Math.sin(Math.PI * t) ** 2;
    return { k: this.model.get("ks").reduce((best, one) => (Math.abs(one - k) < Math.abs(best - k) ? one : best)) };
  }

  at() {
    return [this.now.function, this.now.x, this.now.precision];
  }

  // What the reader's function measures with each step; to one side no function of theirs is asked.
  get mine() {
    return this.now.sides === "both sides" ? this.own?.slopes ?? null : null;
  }

  show() {
    const { function: name, x, k, sides, precision } = this.now;
    const ks = this.model.get("ks");
    this.h = 10 ** -k;
    this.truth = trueSlope(name, x, precision);
    this.bookErrors = ks.map((one) => Math.abs(measured(name, x, 10 ** -one, sides, precision) - this.truth));
    const { mine } = this;
    this.slope = mine ? mine[ks.indexOf(k)] ?? NaN : measured(name, x, this.h, sides, precision);
    this.error = Math.abs(this.slope - this.truth);
    this.showFar(name, x, sides);
    this.showNear(name, x, sides, precision);
    this.showOver(ks, mine && mine.map((slope) => (slope === null ? null : Math.abs(slope - this.truth))));
    this.picks.forEach((pick) => pick());
  }

  // A straight line through (x, y) over the whole stage.
  straight(stage, line, x, y, slope) {
    const [[x1, y1], [x2, y2]] = stage.x.map((end) => stage.at([end, y + slope * (end - x)]));
    if (Number.isFinite(slope)) set(line, { x1, y1, x2, y2 });
    set(line, { visibility: Number.isFinite(slope) ? "visible" : "hidden" });
  }

  showFar(name, x, sides) {
    const { far, h } = this;
    far.zoom([WEST, EAST], HEIGHTS[name]);
    const f = (v) => valueOf(name, v);
    const [a, b] = [sides === "one side" ? x : x - h, x + h];
    set(this.curve, { d: far.path(WAY.map((v) => [v, f(v)])) });
    this.straight(far, this.secant, (a + b) / 2, (f(a) + f(b)) / 2, this.slope);
    this.straight(far, this.tangent, x, f(x), this.truth);
    const [[cx, cy], [bx, by], [, ground]] = [far.at([a, f(a)]), far.at([x, f(x)]), far.at([0, far.y[0]])];
    set(this.first, { cx, cy });
    set(this.drop, { x1: bx, x2: bx, y1: by, y2: ground });
    far.put(this.second, far.within([b, f(b)]), h, [0, 1], tr`h = ${nameOf(h)}`);
    far.put(this.base, [x, far.y[0]], x, [-2, 2], tr`x = ${plain(x, 1)}`);
    this.titles[0].textContent = tr`${name} at x = ${plain(x, 1)}`;
  }

  showNear(name, x, sides, precision) {
    const { near, h } = this;
    const reach = 2.6 * Math.max(Math.abs(this.truth), 0.5);
    near.zoom([-2, 2], [-reach, reach]);
    set(this.stored, { d: near.path(TURNS.map((t) => [t, rise(name, x, h, t, precision)])) });
    const ends = [sides === "one side" ? 0 : -1, 1].map((t) => [t, rise(name, x, h, t, precision)]);
    this.straight(near, this.lines[0], (ends[0][0] + 1) / 2, (ends[0][1] + ends[1][1]) / 2, this.slope);
    this.straight(near, this.lines[1], 0, 0, this.truth);
    ends.forEach((end, i) => {
      const [cx, cy] = near.at(end);
      set(this.dots[i], { cx, cy });
    });
    this.titles[1].textContent = tr`microscope, h = ${nameOf(h)}`;
  }

  showOver(ks, mine) {
    const { over } = this;
    const height = (error) => Math.max(FLOOR, Math.min(CEILING + 1, Math.log10(Math.max(error, 1e-30))));
    const line = (errors) => over.path(ks.map((k, i) => [k, errors[i]]).filter(([, error]) => error !== null).map(([k, error]) => [k, height(error)]));
    set(this.book, { d: mine ? line(this.bookErrors) : "" });
    set(this.errors, { d: line(mine ?? this.bookErrors) });
    const [x, y] = over.at(over.within([this.now.k, height(this.error || 0)]));
    const right = x > over.width / 2;
    set(this.ask, { x: x + (right ? -20 : 20), y: Math.max(26, y + 6), "text-anchor": right ? "end" : "start", visibility: this.touched ? "hidden" : "visible" });
    over.put(this.diamond, over.within([this.now.k, height(this.error || 0)]), this.now.k, [0, 15], tr`h = ${nameOf(this.h)}`);
    set(this.note, { x: over.width - 14, y: 26 });
    this.note.textContent = mine ? tr("broad: the book's") : "";
    this.titles[2].textContent = tr`error ${scaled(this.error)}`;
  }

  sentence() {
    const { function: name, x, sides, precision } = this.now;
    const [slope, truth, error] = [long(this.slope), long(this.truth), scaled(this.error)];
    const where = tr`${name} at x = ${plain(x, 1)}, h = ${nameOf(this.h)}, ${sides === "one side" ? tr("one side") : tr("both sides")}, ${precision}`;
    const told = this.mine
      ? tr`${where}: your central_difference measures slope ${slope}, true slope ${truth}, error ${error}.`
      : tr`${where}: measured slope ${slope}, true slope ${truth}, error ${error}.`;
    const larger = this.bookErrors.slice(0, this.model.get("ks").indexOf(this.now.k));
    if (!this.mine && this.error > 10 * Math.min(...larger)) return tr`${told} A larger step did better.`;
    return told;
  }
}

// As many digits as tell two slopes apart.
const long = (x) => (Number.isFinite(x) ? signed(Number(x.toPrecision(11))) : "?");

export default { render: inHand(Step, "nn-step", ["function", "x", "k", "sides", "precision"], LOOKS) };
