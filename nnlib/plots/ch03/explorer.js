// A function and its slope as a pair: the cursor is dragged along the curve, and the tangent turns with it.
//
// The arithmetic comes first and stands alone, so that a test can hold it against nnlib. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

// name -> [value, slope] at z; the last argument is the leak
export const CURVES = {
  identity: [(z) => z, () => 1],
  step: [(z) => (z >= 0 ? 1 : 0), () => 0],
  sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
  leaky_relu: [(z, alpha) => (z > 0 ? z : alpha * z), (z, alpha) => (z > 0 ? 1 : alpha)],
};

export const pairAt = (name, z, alpha) => CURVES[name].map((f) => f(z, alpha));

const [LEAST, MOST, FINE] = [-6, 6, 0.025]; // the places of the cursor, as in curves.py
const placesOfZ = Array.from({ length: Math.round((MOST - LEAST) / FINE) + 1 }, (_, i) => Math.round(1000 * (LEAST + i * FINE)) / 1000);
const indexOf = (z) => Math.round((z - LEAST) / FINE);

// ---- the picture ----------------------------------------------------------------------------------

const REACHES = { identity: [-6.6, 6.6], step: [-0.4, 1.5], sigmoid: [-0.4, 1.5], tanh: [-1.4, 1.7], relu: [-1.6, 6.6], leaky_relu: [-6.6, 6.6] };
const SLOPES = [-0.15, 1.25]; // the same for all functions, so that they can be compared
const LOOKS = `
.nn-pair { max-width: 860px; } .nn-pair .curve { fill: none; stroke: var(--one); stroke-width: 3.5; stroke-linejoin: round; }
.nn-pair .back { stroke: var(--two); stroke-dasharray: 10 6; } .nn-pair .tangent { stroke: var(--two); stroke-width: 3; }
.nn-pair .run { fill: var(--two); fill-opacity: 0.2; stroke: var(--two); stroke-width: 1; }
.nn-pair .at { stroke: var(--ink); stroke-dasharray: 2 4; } .nn-pair .knob { fill: var(--ink); stroke: var(--paper); stroke-width: 2; }
.nn-pair .handle { cursor: ew-resize; }
`;

const every = (low, high, by) => Array.from({ length: Math.floor(high / by) - Math.ceil(low / by) + 1 }, (_, i) => (Math.ceil(low / by) + i) * by);
const spread = ([low, high]) => every(low, high, high - low > 6 ? 2 : high - low > 2 ? 1 : 0.5);

class Explorer extends InHand {
  build() {
    this.pick = this.choice(this.root, tr("function"), "function", Object.keys(CURVES).map((name) => [name, name.replace("_", " ")]));
    const row = put(this.root, "div", { class: "row" });
    this.panels = ["value", "slope"].map((kind, i) => this.panel(put(row, "div"), i));
    const { stage } = this.panels[0];
    this.run = put(stage.inside, "path", { class: "run" });
    this.tangent = put(stage.inside, "line", { class: "tangent" });
    this.dot = put(this.panels[1].stage.inside, "circle", { class: "knob", r: 8 });
    this.ask = put(stage.svg, "text", { class: "ask", "text-anchor": "middle" }, tr("drag me"));
    this.cursor = stage.handle(tr("cursor z"), make("circle", { class: "knob", r: 9 }), {
      move: ([z]) => this.moveTo(z, 0.05), push: (by, small) => this.moveTo(this.now.z + (by[0] + by[1]) * (small ? FINE : 0.1), FINE), done: () => this.save() });
    this.leak = this.slider(this.root, "alpha", tr("leak alpha"), [0, 1, 0.05], (alpha) => tr`leak alpha ${plain(alpha)}`);
    this.foot(tr("Drag the cursor along the curve, or choose it with Tab and move it with the arrow keys (with Shift: a little)."));
  }

  panel(box, i) {
    const title = put(box, "b", { class: "title" });
    const label = i ? tr("The slope of the function") : tr("The function with its tangent");
    const stage = this.stage(box, { label, x: [LEAST, MOST], y: i ? SLOPES : REACHES.sigmoid, share: 0.74 },
      (found) => found.ticks(every(LEAST, MOST, 2), spread(found.y), ["z", ""]));
    const [book, curve, at] = [["path", "book"], ["path", i ? "curve back" : "curve"], ["line", "at"]].map(([tag, name]) => put(stage.inside, tag, { class: name }));
    const names = put(stage.svg, "text", {});
    return { title, stage, book, curve, at, names };
  }

  moveTo(z, by) {
    const kept = Math.max(LEAST, Math.min(MOST, z));
    this.change({ z: Math.round(Math.round(kept / by) * by * 1000) / 1000 + 0 });
  }

  // The cursor runs along the curve once, from the flat end to where it stands.
  sway(t, home) {
    const s = t * t * (3 - 2 * t);
    return { z: Math.round((LEAST + (home.z - LEAST) * s) / FINE) * FINE };
  }

  at() {
    return this.now.function === "leaky_relu" ? [this.now.alpha] : this.model.get("own").at;
  }

  // The reader's two rows of numbers, or null.
  get mine() {
    return this.own?.curves[this.now.function] ?? null;
  }

  show() {
    const { function: name, z, alpha } = this.now;
    const { mine } = this;
    const rows = [0, 1].map((i) => placesOfZ.map((x) => CURVES[name][i](x, alpha)));
    const own = mine && [mine.value, mine.slope];
    this.found = own ? own.map((row) => row[indexOf(z)]) : pairAt(name, z, alpha);
    this.panels[0].stage.zoom([LEAST, MOST], REACHES[name]);
    this.panels[1].stage.zoom([LEAST, MOST], own ? around(own[1], SLOPES) : SLOPES);
    this.panels.forEach((panel, i) => this.showCurve(panel, rows[i], own?.[i]));
    this.showCursor();
    this.panels[0].title.textContent = tr`${name.replace("_", " ")}: value ${scaled(this.found[0] ?? NaN, 3)}`;
    this.panels[1].title.textContent = tr`slope ${scaled(this.found[1] ?? NaN, 3)}`;
    this.pick();
    this.leak().hidden = name !== "leaky_relu";
  }

  showCurve({ stage, book, curve, at, names }, row, own) {
    const line = (values) => placesOfZ.map((x, i) => [x, values[i]]).filter(([, y]) => y !== null);
    set(book, { d: own ? stage.path(line(row)) : "" });
    const drawn = line(own ?? row);
    set(curve, { d: drawn.length ? stage.path(drawn) : "" });
    const [x] = stage.at([this.now.z, 0]);
    set(at, { x1: x, x2: x, y1: 8, y2: stage.height - stage.edge });
    set(names, { x: stage.edge + 10, y: 26 });
    names.textContent = own ? tr("broad: the book's, thin: yours") : "";
  }

  showCursor() {
    const [{ stage }, second] = this.panels;
    const { z } = this.now;
    const [value, slope] = this.found.map((v) => v ?? 0);
    const reach = 2.2 / Math.hypot(1, slope * 3);
    const [[x1, y1], [x2, y2]] = [-1, 1].map((side) => stage.at([z + side * reach, value + side * reach * slope]));
    set(this.tangent, { x1, y1, x2, y2 });
    const far = z > MOST - 1 ? -1 : 1; // one step along z, and what the tangent climbs on it
    set(this.run, { d: `${stage.path([[z, value], [z + far, value], [z + far, value + far * slope]])}Z` });
    const [cx, cy] = second.stage.at([z, slope]);
    set(this.dot, { cx, cy });
    const [ax, ay] = stage.at(stage.within([z, value]));
    const low = ay > stage.height - stage.edge - 50;
    set(this.ask, { x: Math.max(stage.edge + 40, Math.min(stage.width - 44, ax + 50)), y: low ? ay - 24 : ay + 34, visibility: this.touched ? "hidden" : "visible" });
    stage.put(this.cursor, stage.within([z, value]), z, [LEAST, MOST], tr`z = ${plain(z, 3)}`);
  }

  sentence() {
    const [value, slope] = this.found;
    const name = this.now.function.replace("_", " ");
    if (value === null || slope === null) return tr`At z = ${plain(this.now.z, 3)}, your ${name} says nothing yet.`;
    const told = this.mine
      ? tr`At z = ${plain(this.now.z, 3)}: your ${name} has the value ${scaled(value, 3)} and the slope ${scaled(slope, 3)}.`
      : tr`At z = ${plain(this.now.z, 3)}: ${name} has the value ${scaled(value, 3)} and the slope ${scaled(slope, 3)}.`;
    if (slope === 0) return tr`${told} Flat: no gradient comes through here.`;
    return tr`${told} A gradient that comes back here is multiplied by ${scaled(slope, 3)}.`;
  }
}

// Room for a row of numbers, but never much more than the book's own.
function around(row, [low, high]) {
  const numbers = row.filter((v) => v !== null);
  return [Math.max(Math.min(low, ...numbers) - 0.05, low - 2), Math.min(Math.max(high, ...numbers) + 0.05, high + 2)];
}

export default { render: inHand(Explorer, "nn-pair", ["function", "z", "alpha"], LOOKS) };
