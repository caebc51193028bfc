// The wiggle: eight points, a curve with as many bends as it may have, and two bars: seen and new.
//
// The arithmetic comes first and stands alone, so that a test can hold it against polynomial.py. What is shared with
// other figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

const MOST = 7; // the degree at which a curve goes through eight points

// Legendre's polynomials 0 ... degree at x.
export function legendre(x, degree) {
  const P = [1, x];
  for (let k = 1; k < degree; k += 1) P.push(((2 * k + 1) * x * P[k] - k * P[k - 1]) / (k + 1));
  return P.slice(0, degree + 1);
}

// The solution of A c = b by elimination, the largest pivot first.
function solved(A, b) {
  const n = b.length;
  const rows = A.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < n; k += 1) {
    let top = k;
    for (let i = k + 1; i < n; i += 1) if (Math.abs(rows[i][k]) > Math.abs(rows[top][k])) top = i;
    [rows[k], rows[top]] = [rows[top], rows[k]];
    for (let i = k + 1; i < n; i += 1) {
      const f = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j += 1) rows[i][j] -= f * rows[k][j];
    }
  }
  const c = new Array(n).fill(0);
  for (let k = n - 1; k >= 0; k -= 1) {
    let rest = rows[k][n];
    for (let j = k + 1; j < n; j += 1) rest -= rows[k][j] * c[j];
    c[k] = rest / rows[k][k];
  }
  return c;
}

// The coefficients that make mean((y - curve)^2) + lam sum(c^2) smallest; the constant costs nothing.
export function fitted(points, degree, lam) {
  const V = points.map(([x]) => legendre(x, degree));
  const n = points.length;
  const A = V[0].map((_, i) => V[0].map((__, j) => {
    const pay = i === j && i > 0 ? lam : 0;
    return V.reduce((sum, row) => sum + row[i] * row[j], 0) / n + pay;
  }));
  const b = V[0].map((_, i) => V.reduce((sum, row, k) => sum + row[i] * points[k][1], 0) / n);
  return solved(A, b);
}

export const curve = (c, x) => legendre(x, c.length - 1).reduce((sum, p, k) => sum + p * c[k], 0);

// The root of the mean squared error.
export const misses = (c, points) =>
  Math.sqrt(points.reduce((sum, [x, y]) => sum + (curve(c, x) - y) ** 2, 0) / points.length);

// What the frame on the screen shows, in one sentence.
export function verdict(seen, fresh) {
  const [a, b] = [seen.toFixed(2), fresh.toFixed(2)];
  if (seen < 0.02) return tr`The curve goes through every point that it has seen. It misses new points by ${b}: it has learned the noise by heart.`;
  if (fresh > 2 * seen) return tr`It misses the points that it has seen by ${a} and new ones by ${b}, more than twice as much: part of the bend is noise.`;
  if (seen > 0.4) return tr`It misses the points that it has seen by ${a}, and new ones by ${b}: too stiff to follow either.`;
  return tr`It misses the points that it has seen by ${a} and new ones by ${b}: about equally well.`;
}

// ---- the picture ----------------------------------------------------------------------------------

const [WIDE, HIGH, EDGE] = [520, 360, 14];
const TOP = 2; // y runs from -TOP to TOP
const LONGEST = 1.2; // the error that fills a bar
const PACE = 900; // milliseconds for each degree while it plays

const STYLE = `
.nn-wiggle { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color2, #bbb); --seen: #0072B2; --new: #B54A00; --focus: #111; color: var(--ink);
  font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); display: flex; flex-wrap: wrap; gap: 8px 22px;
  padding: 6px 2px; max-width: 920px; }
[data-jp-theme-light="false"] .nn-wiggle { --seen: #7CC6F2; --new: #F0A860; --focus: #fff; }
.nn-wiggle > svg { width: ${WIDE}px; max-width: 100%; height: auto; touch-action: none; user-select: none;
  align-self: flex-start; flex: 1 1 300px; min-width: 280px; }
.nn-wiggle .plane { fill: var(--paper); stroke: var(--rule); }
.nn-wiggle .curve { fill: none; stroke: var(--ink); stroke-width: 3.5; stroke-linejoin: round; pointer-events: none; }
.nn-wiggle .fresh { fill: none; stroke: var(--new); stroke-width: 2; pointer-events: none; }
.nn-wiggle .hidden { fill: none; stroke: var(--ink); stroke-width: 2; pointer-events: none; }
.nn-wiggle .handle { cursor: ns-resize; }
.nn-wiggle .handle .shape { fill: var(--seen); stroke: var(--paper); stroke-width: 2; }
.nn-wiggle .handle .reach { fill: transparent; }
.nn-wiggle .handle .halo { fill: none; stroke: none; stroke-width: 3; pointer-events: none; }
.nn-wiggle .handle:focus { outline: none; }
.nn-wiggle .handle:focus > .halo { stroke: var(--focus); stroke-dasharray: 5 3; }
.nn-wiggle text { fill: var(--ink); font-size: 17px; font-weight: 600; paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; pointer-events: none; }
.nn-wiggle .panel { flex: 1 1 280px; min-width: 260px; max-width: 370px; display: flex; flex-direction: column; gap: 9px; }
.nn-wiggle .bar { display: grid; grid-template-columns: 3.2em 1fr 3em; gap: 8px; align-items: center; }
.nn-wiggle .track { height: 22px; border: 1px solid var(--rule); border-radius: 3px; overflow: hidden; }
.nn-wiggle .fill { height: 100%; width: 0; }
.nn-wiggle .seen .fill { background: var(--seen); }
.nn-wiggle .new .fill { background: repeating-linear-gradient(135deg, var(--new) 0 7px, transparent 7px 10px); }
.nn-wiggle .number { font-variant-numeric: tabular-nums; text-align: right; }
.nn-wiggle label { display: block; }
.nn-wiggle input[type="range"] { width: 100%; accent-color: var(--ink); margin: 2px 0; }
.nn-wiggle button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--ink); border-radius: 5px; padding: 3px 9px; cursor: pointer; }
.nn-wiggle button:focus-visible, .nn-wiggle input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-wiggle .row { display: flex; flex-wrap: wrap; gap: 6px; }
.nn-wiggle p { margin: 0; }
.nn-wiggle .said { flex: 1 1 100%; min-height: 3em; }
.nn-wiggle .help { flex: 1 1 100%; font-size: 14px; }
`;

const across = (x) => EDGE + ((x + 1) / 2) * (WIDE - 2 * EDGE);
const down = (y) => HIGH / 2 - (y / TOP) * (HIGH / 2 - EDGE);
const upward = (v) => ((HIGH / 2 - v) / (HIGH / 2 - EDGE)) * TOP;
const within = (y) => Math.max(-TOP, Math.min(TOP, y));

let wiggles = 0; // several on one page need different names

class Wiggle {
  constructor(model, el) {
    this.model = model;
    this.name = `nn-wiggle-${(wiggles += 1)}`;
    this.seen = model.get("seen").map((p) => [...p]);
    this.degree = model.get("degree");
    this.step = model.get("step");
    this.looks = model.get("looks");
    this.record = Infinity;
    this.root = make("div", { class: "nn-wiggle" });
    put(this.root, "style", {}, STYLE);
    this.build();
    el.append(this.root);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.degree = MOST;
    else this.play();
    this.paint();
  }

  // -- building

  build() {
    this.svg = put(this.root, "svg", {
      viewBox: `0 0 ${WIDE} ${HIGH}`, role: "application", "aria-label": tr("The wiggle"), "aria-describedby": `${this.name}-help`,
    });
    put(this.svg, "rect", { class: "plane", x: 1, y: 1, width: WIDE - 2, height: HIGH - 2 });
    for (const [x, y] of this.model.get("new")) {
      put(this.svg, "rect", { class: "fresh", x: across(x) - 4, y: down(y) - 4, width: 8, height: 8 });
    }
    this.hidden = put(this.svg, "g", {});
    this.line = put(this.svg, "path", { class: "curve" });
    this.hint = put(this.svg, "text", { "text-anchor": "middle" }, tr("drag me"));
    this.handles = this.seen.map((_, i) => this.buildHandle(i));
    this.buildPanel();
    this.said = put(this.root, "p", { role: "status", class: "said" });
    put(this.root, "p", { class: "help", id: `${this.name}-help` },
      tr("Filled circles are the points that the curve is fitted to: drag them up and down, or Tab to one and use the arrow keys. Open squares are new points, which it is never fitted to."));
  }

  buildHandle(i) {
    const found = put(this.svg, "g", {
      class: "handle", tabindex: 0, role: "slider", "aria-orientation": "vertical", "aria-label": tr`height of point ${i + 1}`,
      "aria-valuemin": -TOP, "aria-valuemax": TOP,
      onkeydown: (event) => this.key(event, i),
      onpointerdown: (event) => this.grab(event, i),
    });
    put(found, "circle", { class: "reach", r: 22 });
    put(found, "circle", { class: "shape", r: 10 });
    put(found, "circle", { class: "halo", r: 17 });
    return found;
  }

  buildPanel() {
    const panel = put(this.root, "div", { class: "panel", role: "group", "aria-label": tr("Controls of the wiggle") });
    put(panel, "p", {}, tr("Typical error: make the bar of the new points as short as you can."));
    this.bars = { seen: this.buildBar(panel, "seen", tr("seen")), new: this.buildBar(panel, "new", tr("new")) };
    this.best = put(panel, "p", {});
    this.freedom = this.buildSlider(panel, 1, MOST, (value) => { this.degree = value; });
    this.penalty = this.buildSlider(panel, 0, this.model.get("lambdas").length - 1, (value) => { this.step = value; });
    const row = put(panel, "div", { class: "row" });
    this.player = put(row, "button", { type: "button", onclick: () => (this.timer ? this.stop() : this.play()) });
    put(row, "button", { type: "button", onclick: () => this.restart() }, tr("start again"));
    put(row, "button", { type: "button", onclick: () => this.look() }, tr("look at the test set"));
    this.judged = put(panel, "p", { role: "status" });
  }

  buildBar(panel, kind, text) {
    const bar = put(panel, "div", { class: `bar ${kind}` });
    put(bar, "span", {}, text);
    const fill = put(put(bar, "div", { class: "track" }), "div", { class: "fill" });
    return { fill, number: put(bar, "span", { class: "number" }) };
  }

  buildSlider(panel, min, max, change) {
    const label = put(panel, "label", {});
    const name = put(label, "span", {});
    const input = put(label, "input", { type: "range", min, max, step: 1 });
    input.addEventListener("input", () => {
      this.stop();
      change(Number(input.value));
      this.changed();
    });
    return { name, input };
  }

  // -- the hand

  grab(event, i) {
    event.preventDefault();
    this.stop();
    const handle = this.handles[i];
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const move = (now) => this.moveTo(i, this.read(now));
    const drop = () => {
      handle.removeEventListener("pointermove", move);
      this.save();
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", drop, { once: true });
    handle.addEventListener("pointercancel", drop, { once: true });
  }

  read(event) {
    const box = this.svg.getBoundingClientRect();
    return upward(((event.clientY - box.top) / box.height) * HIGH);
  }

  key(event, i) {
    const by = arrow(event);
    if (!by) return;
    event.preventDefault();
    this.stop();
    this.moveTo(i, this.seen[i][1] + (by[0] + by[1]) * (event.shiftKey ? 0.01 : 0.1));
    this.save();
  }

  moveTo(i, y) {
    this.seen[i][1] = Math.round(1000 * within(y)) / 1000;
    this.moved = true;
    this.changed(false);
  }

  changed(save = true) {
    set(this.judged, { hidden: "hidden" });
    this.hidden.replaceChildren();
    this.paint();
    if (save) this.save();
  }

  save() {
    this.model.set("seen", this.seen.map((p) => [...p]));
    this.model.set("degree", this.degree);
    this.model.set("step", this.step);
    this.model.set("looks", this.looks);
    this.model.save_changes();
  }

  restart() {
    this.stop();
    this.seen = this.first.map((p) => [...p]);
    [this.degree, this.step, this.record, this.moved] = [MOST, 0, Infinity, false];
    this.changed();
  }

  // The test set shows itself once; after that it counts how often it was asked.
  look() {
    this.stop();
    this.looks += 1;
    const test = this.model.get("test");
    this.hidden.replaceChildren(...test.map(([x, y]) =>
      make("path", { class: "hidden", d: `M${across(x) - 5} ${down(y)}h10M${across(x)} ${down(y) - 5}v10` })));
    const error = misses(this.c, test).toFixed(2);
    this.judged.removeAttribute("hidden");
    this.judged.textContent = this.looks === 1
      ? tr`Test error: ${error}. This was the one honest look.`
      : tr`Test error: ${error}. You have looked ${this.looks} times; if you choose by it, it is no test any more.`;
    this.save();
  }

  // -- by itself: the degree grows, one after the other, until the curve goes through all points

  play() {
    this.stop();
    this.degree = 1;
    this.step = 0;
    this.timer = setInterval(() => {
      if (this.degree < MOST) this.degree += 1;
      if (this.degree >= MOST) this.stop();
      this.paint();
    }, PACE);
    this.paint();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    set(this.player, { "aria-label": tr("play the degrees") });
    this.player.textContent = tr("play");
  }

  // -- painting

  paint() {
    this.first ??= this.seen.map((p) => [...p]);
    const lam = this.model.get("lambdas")[this.step];
    this.c = fitted(this.seen, this.degree, lam);
    const errors = { seen: misses(this.c, this.seen), new: misses(this.c, this.model.get("new")) };
    this.paintPlane();
    for (const [kind, bar] of Object.entries(this.bars)) {
      bar.fill.style.width = `${Math.min(100, (100 * errors[kind]) / LONGEST)}%`;
      bar.number.textContent = errors[kind].toFixed(2);
    }
    if (!this.timer && !this.moved) this.record = Math.min(this.record, errors.new);
    this.best.textContent = this.record < Infinity ? tr`Your shortest so far, points as given: ${this.record.toFixed(2)}` : "";
    this.freedom.name.textContent = tr`freedom: degree ${this.degree}`;
    this.penalty.name.textContent = tr`penalty λ: ${lam}`;
    this.freedom.input.value = this.degree;
    this.penalty.input.value = this.step;
    if (this.timer) {
      set(this.player, { "aria-label": tr("pause the degrees") });
      this.player.textContent = tr("pause");
    } else this.player.textContent = tr("play");
    this.said.textContent = verdict(errors.seen, errors.new);
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
  }

  paintPlane() {
    const spots = Array.from({ length: 161 }, (_, k) => -1 + k / 80);
    const path = spots.map((x) => `${across(x).toFixed(1)} ${down(Math.max(-9, Math.min(9, curve(this.c, x)))).toFixed(1)}`);
    set(this.line, { d: `M${path.join("L")}` });
    this.handles.forEach((handle, i) => {
      const [x, y] = this.seen[i];
      set(handle, { transform: `translate(${across(x)} ${down(y)})`, "aria-valuenow": y, "aria-valuetext": plain(y) });
    });
    const [x, y] = this.seen[3];
    set(this.hint, { x: across(x), y: down(y) - 22, visibility: this.moved ? "hidden" : "visible" });
  }
}

function render({ model, el }) {
  const found = new Wiggle(model, el);
  return () => found.stop();
}

export default { render };
