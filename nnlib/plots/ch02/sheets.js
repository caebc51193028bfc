// The plane's grid goes through two layers, whose weights are arrows to drag; a broad frame is what one layer does.
//
// The arithmetic comes first and stands alone, so that a test can hold it against cake.py. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

export const BENDS = { identity: (z) => z, step: (z) => (z >= 0 ? 1 : 0), relu: (z) => Math.max(z, 0) };

// A row x through a layer: x W + b.
export const layer = ([x, y], W, b) => [0, 1].map((k) => x * W[0][k] + y * W[1][k] + b[k]);

// The one layer that two are, without a bend between them.
export const collapsed = (W1, b1, W2, b2) => ({ W: W1.map((row) => layer(row, W2, [0, 0])), b: layer(b1, W2, b2) });

// The lines of a square grid, each as corners: the first half runs upward, the second across.
const [THREADS, KNOTS] = [9, 41];
const along = (i, n) => -1 + (2 * i) / (n - 1);
const upward = Array.from({ length: THREADS }, (_, i) => Array.from({ length: KNOTS }, (_, j) => [along(i, THREADS), along(j, KNOTS)]));
export const GRID = [...upward, ...upward.map((thread) => thread.map(([x, y]) => [y, x]))];

// How far the two layers are from the one, at the farthest point of the grid.
export function distance({ first, second, activation, biases: [b1, b2] }, { W, b }) {
  const bend = BENDS[activation];
  return Math.max(...GRID.flat().map((p) => {
    const [two, one] = [layer(layer(p, first, b1).map(bend), second, b2), layer(p, W, b)];
    return Math.hypot(two[0] - one[0], two[1] - one[1]);
  }));
}

// ---- the picture ----------------------------------------------------------------------------------

const WIDEST = 2; // of a weight
const ROOMS = [2.6, 5.2, 10.4, 20.8];
const LOOKS = `
.nn-sheets { max-width: 900px; } .nn-sheets .row > div { flex-basis: 200px; }
.nn-sheets .up { fill: none; stroke: var(--one); stroke-width: 1.6; } .nn-sheets .across { fill: none; stroke: var(--two); stroke-width: 1.6; stroke-dasharray: 5 3; }
.nn-sheets .one { fill: none; stroke: #E69F00; stroke-width: 10; opacity: 0.6; stroke-linejoin: round; }
.nn-sheets .shaft { stroke: var(--ink); stroke-width: 3; } .nn-sheets .knob { fill: var(--paper); stroke: var(--ink); stroke-width: 3.5; }
.nn-sheets .knob.two { fill: var(--ink); } .nn-sheets .root { fill: var(--ink); } .nn-sheets text.tip { font-weight: 700; text-anchor: middle; }
`;

class Sheet2 extends InHand {
  build() {
    this.biases = this.model.get("biases");
    this.pick = this.choice(this.root, tr("between the layers"), "activation", Object.keys(BENDS).map((name) => [name, name]));
    const row = put(this.root, "div", { class: "row" });
    this.room = ROOMS[0];
    this.panels = [tr("The plane"), tr("After layer 1"), tr("After layer 2")].map((label, i) => this.panel(put(row, "div"), label, i));
    this.ask = put(this.panels[1].stage.svg, "text", { class: "ask", "text-anchor": "middle" }, tr("drag me"));
    this.foot(tr("The arrows of a layer show where it takes one step to the right (ring) and one step up (disc). Drag their tips, or use Tab and the arrow keys (with Shift: a little)."));
  }

  panel(box, label, i) {
    const title = put(box, "b", { class: "title" });
    const stage = this.stage(box, { label, x: [-this.room, this.room], y: [-this.room, this.room], share: 1, edge: 30, least: 200 }, (found) => {
      const by = this.room / 2.6;
      found.ticks([-2 * by, 0, 2 * by], [-2 * by, 0, 2 * by]);
    });
    const one = i === 2 ? put(stage.inside, "path", { class: "one" }) : null;
    const [up, across] = ["up", "across"].map((name) => put(stage.inside, "path", { class: name }));
    const shafts = [0, 1].map(() => put(stage.inside, "line", { class: "shaft" }));
    const root = put(stage.inside, "circle", { class: "root", r: 4 });
    const shape = (k) => make("circle", { class: k ? "knob two" : "knob", r: 8 });
    const tips = [0, 1].map((k) => (i ? this.tip(stage, i, k, shape(k)) : put(stage.svg, "g", {}, shape(k))));
    return { title, stage, one, up, across, shafts, root, tips };
  }

  tip(stage, i, k, shape) {
    const [trait, b] = [["first", "second"][i - 1], this.biases[i - 1]];
    const name = k ? tr`layer ${i}, where a step up goes` : tr`layer ${i}, where a step to the right goes`;
    return stage.handle(name, shape, {
      move: (p) => this.turn(trait, k, p.map((v, j) => v - b[j]), 0.05),
      push: (by, small) => this.turn(trait, k, this.now[trait][k].map((v, j) => v + by[j] * (small ? 0.05 : 0.25)), 0.05),
      done: () => { this.fit(); this.save(); } });
  }

  turn(trait, k, row, by) {
    const kept = row.map((v) => Math.round(Math.round(Math.max(-WIDEST, Math.min(WIDEST, v)) / by) * by * 100) / 100 + 0);
    this.change({ [trait]: this.now[trait].map((old, i) => (i === k ? kept : old)) });
  }

  // Another activation is seen coming: the sheet bends in half a second.
  change(news) {
    if ("activation" in news && !wantsCalm()) {
      this.before = this.now.activation;
      this.bending?.stop();
      this.bending = new PlayHead(1, 1.6, () => this.paint());
    }
    super.change(news);
    if (!("activation" in news)) return;
    this.fit();
    this.bending?.play();
  }

  // Room for both sheets, but not while a hand holds an arrow: its place would run away under it.
  fit() {
    const far = Math.max(...[this.between, this.after, this.frame].flat(2).flat().map(Math.abs));
    this.room = ROOMS.find((room) => far <= room) ?? ROOMS.at(-1);
    this.panels.forEach(({ stage }) => stage.zoom([-this.room, this.room], [-this.room, this.room]));
  }

  // The first arrow swings once.
  sway(t, home) {
    const [c, s] = [Math.cos, Math.sin].map((f) => f(1.1 * Math.sin(Math.PI * t) ** 2));
    const [[x, y], other] = home.first;
    return { first: [t < 1 ? [c * x - s * y, s * x + c * y] : [x, y], other] };
  }

  at() {
    return [this.now.first, this.now.second];
  }

  show() {
    const { first, second, activation } = this.now;
    const [b1, b2] = this.biases;
    const t = this.bending?.running ? this.bending.at : 1;
    const [bend, was] = [BENDS[activation], BENDS[this.before ?? activation]];
    const bent = (z) => (1 - t) * was(z) + t * bend(z);
    this.one = this.own ?? collapsed(first, b1, second, b2);
    this.between = GRID.map((line) => line.map((p) => layer(p, first, b1).map(bent)));
    this.after = this.between.map((line) => line.map((p) => layer(p, second, b2)));
    this.frame = box(-1, 1).map((p) => layer(p, this.one.W, this.one.b));
    [GRID, this.between, this.after].forEach((sheet, i) => this.showSheet(this.panels[i], sheet));
    const { stage, one } = this.panels[2];
    set(one, { d: `${stage.path(this.frame)}Z` });
    this.showArrows();
    const bendName = activation === "identity" ? tr("after layer 1") : tr`after layer 1 and ${activation}`;
    [tr("the plane"), bendName, tr("after layer 2")].forEach((text, i) => { this.panels[i].title.textContent = text; });
    this.pick();
    if (this.room === ROOMS[0] && !this.fitted) { this.fitted = true; this.fit(); }
  }

  showSheet({ stage, up, across }, sheet) {
    const draw = (lines) => lines.map((line) => stage.path(line)).join("");
    set(up, { d: draw(sheet.slice(0, THREADS)) });
    set(across, { d: draw(sheet.slice(THREADS)) });
  }

  showArrows() {
    const rows = [[[1, 0], [0, 1]], this.now.first, this.now.second];
    this.panels.forEach(({ stage, shafts, root, tips }, i) => {
      const from = i ? this.biases[i - 1] : [0, 0];
      const [cx, cy] = stage.at(from);
      set(root, { cx, cy });
      rows[i].forEach((row, k) => {
        const tip = row.map((v, j) => v + from[j]);
        const [x2, y2] = stage.at(tip);
        set(shafts[k], { x1: cx, y1: cy, x2, y2 });
        if (i) stage.put(tips[k], tip, row[0], [-WIDEST, WIDEST], place(row));
        else set(tips[k], { transform: `translate(${x2},${y2})` });
        if (i === 1 && k === 0) set(this.ask, { x: x2, y: y2 + 36, visibility: this.touched ? "hidden" : "visible" });
      });
    });
  }

  sentence() {
    const { activation } = this.now;
    const away = distance({ ...this.now, biases: this.biases }, this.one);
    const rows = this.one.W.map((row) => `(${row.map((v) => signed(v.toFixed(2))).join(", ")})`).join(tr(" and "));
    const straight = activation === "identity" ? tr("With identity between the layers, the grid stays straight.") : tr`With ${activation} between the layers, the grid is no longer straight.`;
    const one = this.own ? tr`Your collapse_affine says: one layer, W with the rows ${rows}.` : tr`The book's collapse_affine says: one layer, W with the rows ${rows}.`;
    return `${straight} ${one} ${away < 1e-9 ? tr("It is the same map.") : tr`It misses by up to ${scaled(away, 3)}.`}`;
  }

  end() {
    this.bending?.stop();
    super.end();
  }
}

export default { render: inHand(Sheet2, "nn-sheets", ["first", "second", "activation"], LOOKS) };
