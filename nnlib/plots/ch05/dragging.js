// One point is dragged away from nine others: the lines of least squared, absolute and Huber error answer at once.
//
// The arithmetic comes first and stands alone, so that a test can hold it against outliers.py. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

// [slope, intercept] of least squared error, each error weighed by w.
function weighed(xs, ys, w) {
  const total = (f) => xs.reduce((sum, x, i) => sum + w[i] * f(x, ys[i]), 0);
  const [n, x, y] = [total(() => 1), total((a) => a), total((a, b) => b)];
  const [mx, my] = [x / n, y / n];
  const slope = total((a, b) => (a - mx) * (b - my)) / total((a) => (a - mx) ** 2);
  return [slope, my - slope * mx];
}

const errors = ([slope, intercept], xs, ys) => xs.map((x, i) => slope * x + intercept - ys[i]);

export const mseFit = (xs, ys) => weighed(xs, ys, xs.map(() => 1));

// One of the best lines by absolute error goes through two of the points, so all pairs are tried.
export function maeFit(xs, ys) {
  let [best, least] = [null, Infinity];
  for (let i = 0; i < xs.length; i += 1) {
    for (let k = i + 1; k < xs.length; k += 1) {
      const slope = (ys[k] - ys[i]) / (xs[k] - xs[i]);
      const line = [slope, ys[i] - slope * xs[i]];
      const cost = errors(line, xs, ys).reduce((sum, e) => sum + Math.abs(e), 0);
      if (cost < least) [best, least] = [line, cost];
    }
  }
  return best;
}

// Least squares again and again, with less weight for errors over delta.
export function huberFit(xs, ys, delta, rounds = 500) {
  let found = mseFit(xs, ys);
  for (let round = 0; round < rounds; round += 1) {
    const weights = errors(found, xs, ys).map((e) => Math.min(1, delta / Math.max(Math.abs(e), 1e-12)));
    const last = found;
    found = weighed(xs, ys, weights);
    if (Math.max(...found.map((v, i) => Math.abs(v - last[i]))) < 1e-10) break;
  }
  return found;
}

export function fits(xs, ys, delta) {
  return { mse: mseFit(xs, ys), mae: maeFit(xs, ys), huber: huberFit(xs, ys, delta) };
}

// ---- the picture ----------------------------------------------------------------------------------

const [LOW, HIGH] = [-10, 30]; // how far the cross goes
const FROM = 5; // where it stands before it is dragged for the first time: on the line
const LOOKS = `
.nn-outlier .fit { fill: none; stroke-width: 3.5; stroke-linecap: round; pointer-events: none; }
.nn-outlier .mse { stroke: var(--one); } .nn-outlier .mae { stroke: var(--two); stroke-dasharray: 11 7; }
.nn-outlier .huber { stroke: var(--three); stroke-dasharray: 12 5 2 5; }
.nn-outlier .dot { fill: var(--ink); pointer-events: none; } .nn-outlier .pull { stroke: var(--one); stroke-width: 1.5; stroke-dasharray: 2 4; }
.nn-outlier .legend { display: flex; flex-wrap: wrap; gap: 2px 22px; } .nn-outlier .legend svg { margin-right: 8px; vertical-align: middle; }
.nn-outlier .cross { stroke: var(--ink); stroke-width: 6; stroke-linecap: round; fill: none; } .nn-outlier .handle { cursor: ns-resize; }
`;

let outliers = 0; // several on one page need different names

class Outlier {
  constructor(model, el) {
    Object.assign(this, { model, xs: model.get("xs"), ys: [...model.get("ys")], which: model.get("which") });
    this.root = put(el, "div", { class: "nn-stage nn-outlier" });
    put(this.root, "style", {}, STAGE + LOOKS);
    this.build(`nn-outlier-${(outliers += 1)}`);
    this.load();
    this.speak();
    this.eye = whenSeen(this.stage.svg, () => this.open());
    for (const name of ["pointerenter", "focusin"]) this.root.addEventListener(name, () => this.settle());
  }

  build(name) {
    const names = put(this.root, "div", { class: "legend" });
    const plane = { label: tr("Ten points and three lines"), help: name, x: [-0.5, 9.5], y: [-11, 31] };
    this.stage = new Stage(this.root, plane, () => {
      this.stage.ticks([0, 2, 4, 6, 8], [-10, 0, 10, 20, 30]);
      this.paint();
    });
    const { svg } = this.stage;
    this.pull = put(svg, "line", { class: "pull" });
    this.lines = Object.fromEntries(["mse", "mae", "huber"].map((kind) => [kind, put(svg, "path", { class: `fit ${kind}` })]));
    this.legend = Object.fromEntries(["mse", "mae", "huber"].map((kind) => {
      const sample = make("svg", { viewBox: "0 0 46 12", width: 46, height: 12, "aria-hidden": "true" }, make("path", { class: `fit ${kind}`, d: "M2,6h42" }));
      return [kind, put(put(names, "span", {}, sample), "span", {})];
    }));
    this.dots = this.xs.map((_, i) => (i === this.which ? null : put(svg, "circle", { class: "dot", r: 6.5 })));
    this.ask = put(svg, "text", { class: "ask", "text-anchor": "end" }, tr("drag me"));
    this.cross = this.stage.handle(tr("height of the cross"), make("path", { class: "cross", d: "M-9,-9L9,9M-9,9L9,-9" }), {
      move: ([, y]) => this.moveTo(y), push: (by, small) => this.moveTo(this.height + (by[0] + by[1]) * (small ? 0.1 : 0.5)), done: () => this.save() });
    const label = put(this.root, "label", {});
    this.deltaName = put(label, "span", {});
    this.slider = put(label, "input", { type: "range", min: 0.1, max: 10, step: 0.1, "aria-label": "delta",
      oninput: () => { this.delta = Number(this.slider.value); this.paint(); this.speak(); }, onchange: () => this.save() });
    this.said = put(this.root, "p", { class: "said", role: "status" });
    put(this.root, "p", { class: "help", id: name }, tr("Drag the cross, or choose it with Tab and move it with the arrow keys (with Shift: a little)."));
  }

  load() {
    [this.height, this.delta] = [this.model.get("height"), this.model.get("delta")];
    if (this.stage.width) this.paint();
    else this.stage.lay();
  }

  save() {
    this.saving = true; // what is set here is no news
    this.model.set("height", this.height);
    this.model.set("delta", this.delta);
    this.saving = false;
    this.model.save_changes();
  }

  reload() {
    if (this.saving) return;
    this.settle();
    this.load();
    this.speak();
  }

  // Seen for the first time, the cross leaves the line by itself, until a hand comes near.
  open() {
    if (wantsCalm() || this.touched) return;
    const goal = this.height;
    this.head = new PlayHead(1, 0.4, (t) => { this.height = FROM + (goal - FROM) * t * t * (3 - 2 * t); this.paint(); this.said.textContent = this.sentence(); });
    this.goal = goal;
    this.head.show(0);
    this.head.play();
  }

  settle() {
    if (!this.head?.running) return;
    this.head.stop();
    this.height = this.goal;
    this.paint();
    this.speak();
  }

  moveTo(y) {
    this.touched = true;
    this.height = Math.round(10 * Math.max(LOW, Math.min(HIGH, y))) / 10;
    this.paint();
    this.speak();
  }

  paint() {
    this.ys[this.which] = this.height;
    const found = fits(this.xs, this.ys, this.delta);
    const names = { mse: "MSE", mae: "MAE", huber: `Huber, delta ${plain(this.delta, 1)}` };
    for (const [kind, [slope, intercept]] of Object.entries(found)) {
      set(this.lines[kind], { d: this.stage.path([-0.5, 9.5].map((x) => [x, slope * x + intercept])) });
      this.legend[kind].textContent = tr`${names[kind]}: slope ${two(slope)}`;
    }
    this.dots.forEach((dot, i) => {
      const [cx, cy] = this.stage.at([this.xs[i], this.ys[i]]);
      if (dot) set(dot, { cx, cy });
    });
    const x = this.xs[this.which];
    const [[x1, y1], [x2, y2]] = [this.stage.at([x, this.height]), this.stage.at([x, found.mse[0] * x + found.mse[1]])];
    set(this.pull, { x1, y1, x2, y2 });
    set(this.ask, { x: x1 - 24, y: y1 + 6, visibility: this.touched ? "hidden" : "visible" });
    this.stage.put(this.cross, [x, this.height], this.height, [LOW, HIGH], plain(this.height, 1));
    this.deltaName.textContent = tr`Huber's delta ${plain(this.delta, 1)}`;
    this.slider.value = this.delta;
    this.found = found;
  }

  sentence() {
    const { mse, mae, huber } = this.found;
    const told = tr`With the cross at ${plain(this.height, 1)}, the best lines have the slopes ${two(mse[0])} (MSE), ${two(mae[0])} (MAE) and ${two(huber[0])} (Huber).`;
    if (mse[0] < 0) return tr`${told} Nine points out of ten rise, and the line of MSE falls.`;
    if (Math.abs(mse[0] - huber[0]) < 1e-6) return tr`${told} Every error is below delta, so Huber's line is that of MSE.`;
    return tr`${told} Can you make the line of MSE fall?`;
  }

  speak() {
    clearTimeout(this.speech);
    this.speech = setTimeout(() => { this.said.textContent = this.sentence(); }, this.said.textContent ? 120 : 0);
  }

  end() {
    this.head?.stop();
    this.stage.end();
    this.eye.disconnect();
    clearTimeout(this.speech);
  }
}

// Two places after the point, always, so that the digits stand still under the hand.
const two = (x) => signed((Math.round(100 * x) / 100 + 0).toFixed(2));

function render({ model, el }) {
  const outlier = new Outlier(model, el);
  const moved = () => outlier.reload();
  model.on("change:height change:delta", moved);
  return () => {
    model.off("change:height change:delta", moved);
    outlier.end();
  };
}

export default { render };
