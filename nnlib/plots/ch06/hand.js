// A line in the hand: each error as the side of a square, and the line as one point on the bowl of its cost.
//
// The arithmetic comes first and stands alone, so that a test can hold it against line.py. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

export const cost = (xs, ys, [w, b]) => mean(xs.map((x, i) => (w * x + b - ys[i]) ** 2));

// [w, b] of the smallest mean squared error.
export function best(xs, ys) {
  const [mx, my] = [mean(xs), mean(ys)];
  const w = mean(xs.map((x, i) => (x - mx) * (ys[i] - my))) / mean(xs.map((x) => (x - mx) ** 2));
  return [w, my - w * mx];
}

// The lines of one cost are an ellipse around the best one: its points, or none where no line is so good.
export function ring(xs, ys, level, points = 72) {
  const centre = best(xs, ys);
  const above = level - cost(xs, ys, centre);
  if (above < 0) return [];
  const [square, middle] = [mean(xs.map((x) => x * x)), mean(xs)];
  const [r, rest] = [Math.sqrt(square), Math.sqrt(1 - middle ** 2 / square)];
  return Array.from({ length: points + 1 }, (_, k) => {
    const [c, s] = [Math.cos, Math.sin].map((f) => Math.sqrt(above) * f((2 * Math.PI * k) / points));
    const b = s / rest;
    return [centre[0] + (c - (middle / r) * b) / r, centre[1] + b];
  });
}

// ---- the picture ----------------------------------------------------------------------------------

const [WEIGHTS, BIASES, YEARS, PRICES] = [[-1.5, 4], [-2, 8], [-0.3, 4.3], [0, 10]];
const ENDS = [0, 4]; // the years at which the line is held
const LOOKS = `
.nn-hand { max-width: 860px; }
.nn-hand .square { fill: #E69F00; fill-opacity: 0.3; stroke: var(--ink); stroke-width: 1; pointer-events: none; }
.nn-hand .line { stroke: var(--one); stroke-width: 4; pointer-events: none; } .nn-hand .dot { fill: var(--ink); pointer-events: none; }
.nn-hand .knob { fill: var(--paper); stroke: var(--one); stroke-width: 4; } .nn-hand .end { cursor: ns-resize; }
.nn-hand .ring { fill: none; stroke: var(--ink); opacity: 0.4; } .nn-hand .point { fill: var(--one); stroke: var(--paper); stroke-width: 2; }
.nn-hand .bottom { fill: var(--three); pointer-events: none; } .nn-hand .way { fill: none; stroke: var(--one); stroke-width: 1.5; opacity: 0.7; pointer-events: none; }
.nn-hand b { font-size: 17px; font-variant-numeric: tabular-nums; }
`;

let hands = 0; // several on one page need different names

class Hand {
  constructor(model, el) {
    Object.assign(this, { model, xs: model.get("xs"), ys: model.get("ys"), way: [] });
    this.bottom = best(this.xs, this.ys);
    this.least = cost(this.xs, this.ys, this.bottom);
    this.root = put(el, "div", { class: "nn-stage nn-hand" });
    put(this.root, "style", {}, STAGE + LOOKS);
    [this.w, this.b] = [model.get("w"), model.get("b")];
    this.build(`nn-hand-${(hands += 1)}`);
    for (const stage of [this.plane, this.bowl]) stage.lay();
    this.judged();
    this.speak();
    this.eye = whenSeen(this.root, () => this.open());
    for (const name of ["pointerenter", "focusin"]) this.root.addEventListener(name, () => this.settle());
  }

  build(name) {
    const row = put(this.root, "div", { class: "row" });
    const [left, right] = [put(row, "div"), put(row, "div")];
    put(left, "b", {}, make("span", {}));
    put(right, "b", {}, tr("the bowl from above"));
    this.title = left.firstChild.firstChild;
    this.buildPlane(left, name);
    this.buildBowl(right, name);
    this.said = put(this.root, "p", { class: "said", role: "status" });
    this.verdict = put(this.root, "p", {});
    put(this.root, "p", { class: "help", id: name },
      tr("Drag an end of the line, or its point on the bowl. Keys: Tab chooses, the arrow keys move (with Shift: a little)."));
  }

  buildPlane(left, help) {
    this.plane = new Stage(left, { label: tr("Ten prices, a line, and a square for each error"), help, x: YEARS, y: PRICES, share: 0.86 }, () => {
      this.plane.ticks([0, 1, 2, 3, 4], [0, 2, 4, 6, 8, 10], [tr("years"), tr("thousand won")]);
      this.paint();
    });
    const { svg } = this.plane;
    const { inside } = this.plane;
    this.squares = this.xs.map(() => put(inside, "rect", { class: "square" }));
    this.line = put(inside, "line", { class: "line" });
    this.dots = this.xs.map(() => put(svg, "circle", { class: "dot", r: 5 }));
    this.ends = ENDS.map((x, i) => {
      const grip = this.plane.handle(i ? tr("right end of the line") : tr("left end of the line"), make("circle", { class: "knob", r: 9 }), {
        move: ([, y]) => this.hold(i, y), push: (by, small) => this.hold(i, this.w * x + this.b + (by[0] + by[1]) * (small ? 0.02 : 0.1)), done: () => this.save() });
      grip.classList.add("end");
      return grip;
    });
    this.ask = put(svg, "text", { class: "ask", "text-anchor": "end" }, tr("drag me"));
  }

  buildBowl(right, help) {
    this.bowl = new Stage(right, { label: tr("The cost of all lines"), help, x: WEIGHTS, y: BIASES, share: 0.86 }, () => {
      this.bowl.ticks([-1, 0, 1, 2, 3, 4], [-2, 0, 2, 4, 6, 8], [tr("weight w"), tr("bias b")]);
      const rings = this.model.get("levels").map((level) => ring(this.xs, this.ys, level)).filter((points) => points.length);
      set(this.rings, { d: rings.map((points) => this.bowl.path(points)).join("") });
      this.paint();
    });
    const { svg } = this.bowl;
    this.rings = put(this.bowl.inside, "path", { class: "ring" });
    this.trail = put(svg, "path", { class: "way" });
    this.star = put(svg, "path", { class: "bottom", d: "M0,-12L3.5,-4L12,-4L5,2L7.5,11L0,5.5L-7.5,11L-5,2L-12,-4L-3.5,-4Z" });
    this.point = this.bowl.handle(tr("the line on the bowl"), make("circle", { class: "point", r: 9 }), {
      move: ([w, b]) => this.moveTo(w, b), push: (by, small) => this.moveTo(...[this.w, this.b].map((v, i) => v + by[i] * (small ? 0.01 : 0.1))), done: () => this.save() });
  }

  save() {
    this.saving = true; // what is set here is no news
    this.model.set("w", this.w);
    this.model.set("b", this.b);
    this.saving = false;
    this.model.save_changes();
  }

  reload() {
    if (this.saving) return;
    this.settle();
    [this.w, this.b] = [this.model.get("w"), this.model.get("b")];
    this.paint();
    this.speak();
  }

  judged() {
    this.verdict.textContent = this.model.get("verdict");
  }

  // Seen for the first time, the line tilts once by itself, until a hand comes near.
  open() {
    if (wantsCalm() || this.touched) return;
    this.home = this.w;
    this.head = new PlayHead(1, 0.35, (t) => { this.w = this.home + 1.1 * Math.sin(Math.PI * t) ** 2; this.paint(); this.said.textContent = this.sentence(); });
    this.head.show(0);
    this.head.play();
  }

  settle() {
    if (!this.head?.running) return;
    this.head.stop();
    this.w = this.home;
    this.paint();
    this.speak();
  }

  // One end of the line is held at this height, the other stays.
  hold(i, y) {
    const heights = ENDS.map((x) => this.w * x + this.b);
    heights[i] = y;
    this.moveTo((heights[1] - heights[0]) / (ENDS[1] - ENDS[0]), heights[0]);
  }

  moveTo(w, b) {
    this.touched = true;
    [this.w, this.b] = this.bowl.within([w, b]).map((v) => Math.round(1000 * v) / 1000);
    this.way.push([this.w, this.b]);
    if (this.way.length > 400) this.way.shift();
    this.paint();
    this.speak();
  }

  paint() {
    if (!this.plane.width || !this.bowl.width) return;
    const { plane, bowl, w, b } = this;
    this.xs.forEach((x, i) => this.paintError(i, x, w * x + b));
    const [[x1, y1], [x2, y2]] = YEARS.map((x) => plane.at([x, w * x + b]));
    set(this.line, { x1, y1, x2, y2 });
    ENDS.forEach((x, i) => plane.put(this.ends[i], plane.within([x, w * x + b]), w * x + b, [-20, 24], plain(w * x + b)));
    bowl.put(this.point, [w, b], w, WEIGHTS, place([w, b]));
    set(this.star, { transform: `translate(${bowl.at(this.bottom).map((v) => v.toFixed(1)).join(",")})` });
    set(this.trail, { d: this.way.length > 1 ? bowl.path(this.way) : "" });
    const [ax, ay] = plane.at(plane.within([ENDS[1], w * ENDS[1] + b]));
    set(this.ask, { x: ax + 6, y: ay < 60 ? ay + 36 : ay - 22, visibility: this.touched ? "hidden" : "visible" });
    this.title.textContent = tr`mean area of the squares: J = ${two(cost(this.xs, this.ys, [w, b]))}`;
  }

  // A square on the page, drawn towards the middle.
  paintError(i, x, told) {
    const [[cx, cy], [, there]] = [this.plane.at([x, this.ys[i]]), this.plane.at([x, told])];
    const side = Math.abs(there - cy);
    set(this.squares[i], { x: x > 2 ? cx - side : cx, y: Math.min(cy, there), width: side, height: side });
    set(this.dots[i], { cx, cy });
  }

  sentence() {
    const now = cost(this.xs, this.ys, [this.w, this.b]);
    const told = tr`The line w = ${plain(this.w)}, b = ${plain(this.b)} has J = ${two(now)}.`;
    if (now < 1.03 * this.least) return tr`${told} No line has much less: you are at the bottom of the bowl.`;
    return tr`${told} The smallest is ${two(this.least)}, at the star.`;
  }

  speak() {
    clearTimeout(this.speech);
    this.speech = setTimeout(() => { this.said.textContent = this.sentence(); }, this.said.textContent ? 120 : 0);
  }

  end() {
    this.head?.stop();
    this.eye.disconnect();
    for (const stage of [this.plane, this.bowl]) stage.end();
    clearTimeout(this.speech);
  }
}

// Two places after the point, always, so that the digits stand still under the hand.
const two = (x) => signed((Math.round(100 * x) / 100 + 0).toFixed(2));

function render({ model, el }) {
  const hand = new Hand(model, el);
  const [moved, judged] = [() => hand.reload(), () => hand.judged()];
  model.on("change:w change:b", moved);
  model.on("change:verdict", judged);
  return () => {
    model.off("change:w change:b", moved);
    model.off("change:verdict", judged);
    hand.end();
  };
}

export default { render };
