// Softmax of three logits: each logit is dragged on its rail, and one point in a triangle answers; or the point is dragged.
//
// The arithmetic comes first and stands alone, so that a test can hold it against nnlib. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

export function softmax(logits, temperature = 1) {
  const top = Math.max(...logits);
  const grown = logits.map((z) => Math.exp((z - top) / temperature));
  const all = grown.reduce((sum, e) => sum + e, 0);
  return grown.map((e) => e / all);
}

const HEIGHT = Math.sqrt(0.75);
const CORNERS = [[0, 0], [1, 0], [0.5, HEIGHT]];

// Where three probabilities lie in the triangle: the corners, averaged with these weights.
export const spot = (p) => [0, 1].map((k) => p.reduce((sum, share, i) => sum + share * CORNERS[i][k], 0));

// The logits whose point lies there, with the mean that they have now; none beyond `most`.
export function logitsAt([x, y], logits, temperature, most = 10) {
  const c = y / HEIGHT;
  const p = [1 - (x - c / 2) - c, x - c / 2, c].map((share) => Math.max(share, 1e-4));
  const told = p.map((share) => temperature * Math.log(share));
  const middle = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const shift = middle(logits) - middle(told);
  return told.map((z) => Math.max(-most, Math.min(most, Math.round(100 * (z + shift)) / 100)) + 0);
}

// ---- the picture ----------------------------------------------------------------------------------

const LETTERS = ["A", "B", "C"];
const RAILS = ["z1", "z2", "z3"];
const FAR = 10; // how far a logit is dragged
const HEATS = Array.from({ length: 60 }, (_, i) => 0.05 * 1000 ** (i / 59));
const COLOURS = ["var(--one)", "var(--two)", "var(--three)"];
const LOOKS = `
.nn-simplex { max-width: 900px; } .nn-simplex .row > div { flex-basis: 200px; }
.nn-simplex .rail { stroke: var(--rule); stroke-width: 4; stroke-linecap: round; } .nn-simplex .bar { stroke: var(--ink); stroke-width: 1; }
.nn-simplex .theirs { fill: none; stroke: var(--ink); stroke-width: 3; stroke-dasharray: 5 4; }
.nn-simplex .side { fill: none; stroke: var(--ink); stroke-width: 2; } .nn-simplex .way { fill: none; stroke: var(--ink); opacity: 0.6; stroke-width: 2; stroke-dasharray: 1 5; stroke-linecap: round; }
.nn-simplex .knob { stroke: var(--paper); stroke-width: 2; } .nn-simplex .point { fill: var(--ink); stroke: var(--paper); stroke-width: 2; }
.nn-simplex .mine { fill: var(--two); stroke: var(--paper); stroke-width: 2; } .nn-simplex .end { cursor: ns-resize; }
.nn-simplex text.corner { font-weight: 700; font-size: 18px; text-anchor: middle; } .nn-simplex text.share { text-anchor: middle; }
`;

class Simplex extends InHand {
  build() {
    const row = put(this.root, "div", { class: "row" });
    const [left, middle, right] = [tr("logits"), tr("probabilities"), tr("their point")].map((title) => {
      const box = put(row, "div");
      put(box, "b", { class: "title" }, title);
      return box;
    });
    this.buildRails(left);
    this.buildBars(middle);
    this.buildTriangle(right);
    const band = put(this.root, "div", { class: "band" });
    this.heat = this.slider(band, "temperature", tr("temperature"), [0.1, 10, 0.1], (t) => tr`temperature ${plain(t, 1)}`);
    put(band, "button", { type: "button", onclick: () => this.add() }, tr("add 1 to all three logits"));
    this.foot(tr("Drag a logit or the point, or choose one with Tab and move it with the arrow keys (with Shift: a little)."));
  }

  buildRails(box) {
    this.rails = this.stage(box, { label: tr("Three logits"), x: [-0.6, 2.6], y: [-10.8, 10.8], share: 0.92, least: 230 },
      (found) => found.ticks(LETTERS.map((letter, i) => [i, letter]), [-10, -5, 0, 5, 10]));
    this.rods = LETTERS.map((_, i) => [put(this.rails.svg, "line", { class: "rail" }), put(this.rails.svg, "rect", { fill: COLOURS[i], opacity: 0.5, width: 12 })]);
    this.values = LETTERS.map(() => put(this.rails.svg, "text", {}));
    this.knobs = LETTERS.map((letter, i) => {
      const grip = this.rails.handle(tr`logit ${letter}`, make("circle", { class: "knob", r: 10, fill: COLOURS[i] }), {
        move: ([, z]) => this.lift(i, z, 0.1), push: (by, small) => this.lift(i, this.logits[i] + (by[0] + by[1]) * (small ? 0.01 : 0.1), 0.01), done: () => this.save() });
      grip.classList.add("end");
      return grip;
    });
    this.ask = put(this.rails.svg, "text", { class: "ask" }, tr("drag me"));
  }

  buildBars(box) {
    this.bars = this.stage(box, { label: tr("Three probabilities"), x: [-0.6, 2.6], y: [0, 1.14], share: 0.92, least: 230 },
      (found) => found.ticks(LETTERS.map((letter, i) => [i, letter]), [0, 0.5, 1]));
    this.shares = LETTERS.map((_, i) => ({ bar: put(this.bars.inside, "rect", { class: "bar", fill: COLOURS[i], "fill-opacity": 0.75 }),
      book: put(this.bars.inside, "rect", { class: "theirs" }), text: put(this.bars.svg, "text", { class: "share" }) }));
  }

  buildTriangle(box) {
    this.plane = this.stage(box, { label: tr("The triangle of probabilities"), x: [-0.13, 1.13], y: [-0.16, 1.0], share: 0.92, edge: 8, least: 230 }, () => {});
    const { svg } = this.plane;
    [this.sides, this.way] = ["side", "way"].map((name) => put(svg, "path", { class: name }));
    this.corners = LETTERS.map((letter) => put(svg, "text", { class: "corner" }, letter));
    this.mine = put(svg, "path", { class: "mine", d: "M0,-11L11,0L0,11L-11,0Z" });
    this.note = put(svg, "text", { class: "share" });
    this.point = this.plane.handle(tr("the point of the three probabilities"), make("circle", { class: "point", r: 9 }), {
      move: (p) => this.carry(p, 1), push: (by) => this.carry(spot(softmax(this.logits, this.now.temperature)).map((v, k) => v + 0.02 * by[k])), done: () => this.save() });
  }

  get logits() {
    return RAILS.map((name) => this.now[name]);
  }

  lift(i, z, by) {
    this.added = 0;
    this.change({ [RAILS[i]]: Math.round(Math.round(Math.max(-FAR, Math.min(FAR, z)) / by) * by * 100) / 100 + 0 });
  }

  add() {
    this.added = (this.added ?? 0) + 1;
    this.change(Object.fromEntries(RAILS.map((name) => [name, Math.round(100 * (this.now[name] + 1)) / 100])));
    this.save();
  }

  carry(p) {
    this.added = 0;
    const z = logitsAt(p, this.logits, this.now.temperature);
    this.change(Object.fromEntries(RAILS.map((name, i) => [name, z[i]])));
  }

  // Logit B climbs past the others once, and comes back.
  sway(t, home) {
    return { z2: home.z2 + 3 * Math.sin(Math.PI * t) ** 2 };
  }

  at() {
    return [...this.logits, this.now.temperature];
  }

  show() {
    const book = softmax(this.logits, this.now.temperature);
    const own = this.own?.p ?? null;
    this.found = own ?? book;
    this.logits.forEach((z, i) => this.showRail(i, z));
    this.found.forEach((p, i) => this.showBar(this.shares[i], i, p ?? 0, own && book[i]));
    this.showTriangle(book, own);
    this.heat();
  }

  showRail(i, z) {
    const { rails } = this;
    const [[x, low], [, high], [, zero], [, y]] = [-FAR, FAR, 0, Math.max(-FAR, Math.min(FAR, z))].map((v) => rails.at([i, v]));
    set(this.rods[i][0], { x1: x, x2: x, y1: low, y2: high });
    set(this.rods[i][1], { x: x - 6, y: Math.min(zero, y), height: Math.abs(zero - y) });
    set(this.values[i], { x: x + 15, y: y + 6 });
    this.values[i].textContent = plain(z);
    rails.put(this.knobs[i], rails.within([i, Math.max(-FAR, Math.min(FAR, z))]), z, [Math.min(-FAR, z), Math.max(FAR, z)], plain(z));
    if (i === 0) set(this.ask, { x: x - 18, y: y - 20, visibility: this.touched ? "hidden" : "visible" });
  }

  showBar({ bar, book, text }, i, p, theirs) {
    const [left, right] = [i - 0.36, i + 0.36];
    const put1 = (part, share) => {
      const [[x1, y1], [x2, y2]] = [this.bars.at([left, share]), this.bars.at([right, 0])];
      set(part, { x: x1, y: y1, width: x2 - x1, height: Math.max(0, y2 - y1) });
    };
    put1(bar, Math.max(p, 0));
    put1(book, theirs || 0);
    const [x, y] = this.bars.at([i, Math.max(0, Math.min(1, p))]);
    set(text, { x, y: y - 7 });
    text.textContent = three(p);
  }

  showTriangle(book, own) {
    const { plane } = this;
    const there = (p) => plane.at(p).map((v) => v.toFixed(1)).join(",");
    set(this.sides, { d: `${plane.path(CORNERS)}Z` });
    set(this.way, { d: plane.path(HEATS.map((heat) => spot(softmax(this.logits, heat)))) });
    CORNERS.forEach(([x, y], i) => {
      const [cx, cy] = plane.at([x + [-0.06, 0.06, 0][i], y + [-0.07, -0.07, 0.05][i]]);
      set(this.corners[i], { x: cx, y: cy });
    });
    const mine = own && spot(own.map((p) => p ?? 0));
    set(this.mine, { transform: `translate(${there(plane.within(mine ?? [0, 0]))})`, visibility: mine ? "visible" : "hidden" });
    const [x, y] = plane.at([0.5, -0.12]);
    set(this.note, { x, y });
    this.note.textContent = own ? tr("diamond: yours, disc: the book's") : tr("dotted: all temperatures");
    const said = LETTERS.map((letter, i) => `${letter} ${three(book[i])}`).join(", ");
    plane.put(this.point, spot(book), book[0], [0, 1], said);
  }

  sentence() {
    const { temperature } = this.now;
    const listed = LETTERS.map((letter, i) => `${letter} ${three(this.found[i] ?? NaN)}`).join(", ");
    const [logits, all] = [this.logits.map((z) => plain(z)).join(", "), three(this.found.reduce((sum, p) => sum + p, 0))];
    const told = this.own
      ? tr`Your softmax of the logits ${logits} at temperature ${plain(temperature, 1)}: ${listed}; together ${all}.`
      : tr`Softmax of the logits ${logits} at temperature ${plain(temperature, 1)}: ${listed}; together ${all}.`;
    if (this.own) return told;
    if (this.added) return tr`${told} All three logits grew by ${this.added}, and no probability changed.`;
    if (Math.max(...this.found) > 0.995) return tr`${told} The point is in a corner: softmax sounds certain.`;
    if (Math.max(...this.found) < 0.36) return tr`${told} The point is near the middle: no idea which.`;
    return told;
  }
}

// Three places after the point, always, so that the digits stand still under the hand.
const three = (x) => signed((Math.round(1000 * x) / 1000 + 0).toFixed(3));

export default { render: inHand(Simplex, "nn-simplex", [...RAILS, "temperature"], LOOKS) };
