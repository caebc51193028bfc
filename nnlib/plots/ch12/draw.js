// Draw a digit: a square, a pen, and a network that looks on.
//
// The arithmetic comes first and stands alone, so that a test can hold it against draw.py. What is shared with other
// figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

const CELLS = 32;
const PEN = 1.8; // the pen's radius, in cells
const FILLED = 28; // cells that a centred digit fills

// How the strokes are laid onto the bitmap: x -> scale x + shift.
function laid(strokes, centred) {
  const points = strokes.flat();
  if (!centred) return { scale: CELLS, shift: [0, 0] };
  const ends = [0, 1].map((k) => [Math.min(...points.map((p) => p[k])), Math.max(...points.map((p) => p[k]))]);
  const scale = (FILLED - 2 * PEN) / Math.max(...ends.map(([low, high]) => high - low), 0.15);
  return { scale, shift: ends.map(([low, high]) => CELLS / 2 - (scale * (low + high)) / 2) };
}

function near(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = dx * dx + dy * dy;
  const t = along ? Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / along)) : 0;
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy) <= PEN;
}

// What the network sees: the share of ink in each of 8 x 8 pixels.
export function seen(strokes, centred = true) {
  const found = new Array(64).fill(0);
  if (!strokes.flat().length) return found;
  const { scale, shift } = laid(strokes, centred);
  const pieces = strokes.flatMap((stroke) => {
    const line = stroke.map((p) => p.map((x, k) => scale * x + shift[k]));
    return line.length > 1 ? line.slice(1).map((q, i) => [line[i], q]) : line.map((p) => [p, p]);
  });
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      if (pieces.some(([a, b]) => near([column + 0.5, row + 0.5], a, b))) found[8 * (row >> 2) + (column >> 2)] += 1 / 16;
    }
  }
  return found;
}

// The hidden units and the ten probabilities for one image, and how each pixel speaks for the winner: its slope in the
// winner's score, times the pixel.
export function answer({ W, b, V, c }, x) {
  const hidden = b.map((start, j) => Math.max(0, x.reduce((sum, xi, i) => sum + xi * W[i][j], start)));
  const scores = c.map((start, k) => hidden.reduce((sum, h, j) => sum + h * V[j][k], start));
  const top = Math.max(...scores);
  const raised = scores.map((z) => Math.exp(z - top));
  const all = raised.reduce((sum, e) => sum + e, 0);
  const winner = scores.indexOf(top);
  const speaks = x.map((xi, i) => xi * hidden.reduce((sum, h, j) => sum + (h > 0 ? W[i][j] * V[j][winner] : 0), 0));
  return { hidden, P: raised.map((e) => e / all), winner, speaks };
}

// ---- the page -------------------------------------------------------------------------------------

const STYLED = `
.nn-draw { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color2, #999); --bar: #0072B2; --for: #0072B2; --against: #D55E00; --focus: #111;
  color: var(--ink); background: var(--paper); font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);
  display: flex; flex-wrap: wrap; gap: 10px 24px; padding: 6px 2px; max-width: 900px; }
[data-jp-theme-light="false"] .nn-draw { --bar: #56B4E9; --for: #56B4E9; --against: #F0A060; --focus: #fff; }
.nn-draw svg { display: block; max-width: 100%; height: auto; }
.nn-draw .left { width: 380px; max-width: 100%; }
.nn-draw .sheet { width: 380px; touch-action: none; cursor: crosshair; }
.nn-draw .sheet:focus-visible, .nn-draw button:focus-visible, .nn-draw input:focus-visible {
  outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-draw .ground { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.nn-draw .ink { fill: none; stroke: var(--ink); stroke-width: 20; stroke-linecap: round; stroke-linejoin: round; }
.nn-draw .ghost { fill: none; stroke: var(--ink); stroke-opacity: 0.22; stroke-width: 20; stroke-linecap: round;
  stroke-linejoin: round; }
.nn-draw .pen { fill: none; stroke: var(--against); stroke-width: 3; }
.nn-draw .side { flex: 1 1 320px; max-width: 460px; min-width: 0; }
.nn-draw.unused .side { visibility: hidden; }
.nn-draw .eyes { display: flex; gap: 18px; }
.nn-draw figure { margin: 0; } .nn-draw figcaption { font-size: 14px; }
.nn-draw figure { width: 28%; max-width: 128px; } .nn-draw .small { width: 128px; }
.nn-draw .frame { fill: none; stroke: var(--rule); }
.nn-draw text { fill: var(--ink); font-size: 15px; }
.nn-draw .bar { fill: var(--bar); }
.nn-draw .tools { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; margin-top: 6px; }
.nn-draw button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--ink); border-radius: 5px; padding: 3px 9px; cursor: pointer; }
.nn-draw .said { min-height: 3em; margin: 6px 0; font-weight: 600; }
.nn-draw .quiet { font-size: 14px; margin: 4px 0; }
`;

const STEP = 0.05; // how far an arrow key moves the pen
const SLOWLY = 3; // seconds in which the ghost of a digit draws itself

// The strokes as the path of an SVG 320 wide; a single point is a dot.
function drawn(strokes) {
  const line = (stroke) => stroke.map((p) => p.map((x) => (320 * x).toFixed(1)).join(" ")).join("L");
  return strokes.map((s) => `M${line(s.length > 1 ? s : [s[0], s[0]])}`).join("");
}

class Sheet {
  constructor(model, el) {
    this.model = model;
    this.network = model.get("network");
    this.strokes = [];
    this.pen = [0.5, 0.3];
    this.down = false;
    this.keys = false;
    this.centred = true;
    this.build(el);
    this.look();
    this.begin(model.get("strokes")[0]);
  }

  build(el) {
    const root = put(el, "div", { class: "nn-draw unused" }, make("style", {}, STYLED));
    this.root = root;
    const left = put(root, "div", { class: "left" });
    this.sheet = put(left, "svg", {
      class: "sheet", viewBox: "0 0 320 320", tabindex: 0, role: "application",
      "aria-label": tr("A square to draw a digit in. Arrows move the pen, the space bar sets it down and lifts it, Delete clears."),
      onpointerdown: (e) => this.press(e), onpointermove: (e) => this.drag(e), onpointerup: () => this.lift(),
      onpointerenter: () => this.mine(), onpointercancel: () => this.lift(), onkeydown: (e) => this.key(e),
      onfocus: () => this.mine(), onblur: () => this.lift(),
    });
    put(this.sheet, "rect", { class: "ground", x: 1, y: 1, width: 318, height: 318 });
    this.ghost = put(this.sheet, "path", { class: "ghost", d: "" });
    this.ink = put(this.sheet, "path", { class: "ink", d: "" });
    this.hint = put(this.sheet, "text", { x: 160, y: 306, "text-anchor": "middle" }, tr("draw a digit here"));
    this.point = put(this.sheet, "circle", { class: "pen", r: 10, visibility: "hidden" });
    const tools = put(left, "div", { class: "tools" });
    put(tools, "button", { type: "button", onclick: () => this.clear() }, tr("clear"));
    const box = make("input", { type: "checkbox", checked: "checked", onchange: () => { this.centred = box.checked; this.look(); } });
    put(tools, "label", {}, box, tr(" move it to the middle"));
    if (this.model.get("page")) put(tools, "button", { type: "button", onclick: () => this.save() }, tr("save as one page"));
    this.said = put(left, "p", { class: "said", role: "status" });
    this.side(put(root, "div", { class: "side" }));
  }

  side(side) {
    const eyes = put(side, "div", { class: "eyes" });
    this.pixels = this.square(eyes, tr("what it sees"));
    this.votes = this.square(eyes, tr("for (blue) and against"));
    this.units = this.square(eyes, tr("hidden units"));
    const bars = put(side, "svg", { viewBox: "0 0 400 240", role: "img", "aria-label": tr("Ten bars, one for each digit") });
    this.bars = [...Array(10).keys()].map((k) => {
      put(bars, "text", { x: 4, y: 18 + 24 * k }, String(k));
      return [put(bars, "rect", { class: "bar", x: 22, y: 4 + 24 * k, width: 0, height: 18 }),
        put(bars, "text", { x: 28, y: 18 + 24 * k })];
    });
    put(side, "p", { class: "quiet" }, tr`The network was trained by ${this.model.get("whose")} train_digits.`);
  }

  square(parent, name) {
    const svg = make("svg", { class: "small", viewBox: "0 0 8 8", role: "img", "aria-label": name });
    put(parent, "figure", {}, svg, make("figcaption", {}, name));
    const cells = [...Array(64).keys()].map((i) =>
      put(svg, "rect", { x: i % 8, y: i >> 3, width: 1, height: 1, fill: "var(--ink)", "fill-opacity": 0 }));
    put(svg, "rect", { class: "frame", x: 0, y: 0, width: 8, height: 8, "stroke-width": 0.1 });
    return cells;
  }

  // -- the ghost of a digit draws itself once, and goes when a hand comes near

  begin(line) {
    const last = line.length - 1;
    this.head = new PlayHead(last, last / SLOWLY, (at) => {
      const k = Math.min(last - 1, Math.floor(at));
      const tip = line[k].map((x, i) => x + (at - k) * (line[k + 1][i] - x));
      set(this.ghost, { d: drawn([[...line.slice(0, k + 1), tip]]) });
    });
    if (!wantsCalm()) this.head.play();
  }

  mine() {
    this.head.stop();
    set(this.ghost, { d: "" });
  }

  // -- the hand

  at(event) {
    const box = this.sheet.getBoundingClientRect();
    const share = (x, low, size) => Math.min(0.97, Math.max(0.03, (x - low) / size));
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  }

  press(event) {
    if (!event.isPrimary || event.button !== 0) return;
    this.mine();
    this.sheet.setPointerCapture(event.pointerId);
    this.down = true;
    this.keys = false;
    this.pen = this.at(event);
    this.strokes.push([this.pen]);
    this.look();
  }

  drag(event) {
    if (!this.down || this.keys || !event.isPrimary) return;
    const next = this.at(event);
    if (Math.hypot(next[0] - this.pen[0], next[1] - this.pen[1]) < 0.012) return;
    this.pen = next;
    this.strokes.at(-1).push(next);
    this.look();
  }

  lift() {
    this.down = false;
    this.look();
  }

  key(event) {
    const by = arrow(event);
    if (by) this.move(by);
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else return;
    event.preventDefault();
  }

  move(by) {
    this.keys = true;
    this.pen = [this.pen[0] + STEP * by[0], this.pen[1] - STEP * by[1]].map((x) => Math.min(0.97, Math.max(0.03, x)));
    if (this.down) this.strokes.at(-1).push(this.pen);
    this.look();
  }

  toggle() {
    this.mine();
    this.keys = true;
    this.down = !this.down;
    if (this.down) this.strokes.push([this.pen]);
    this.look();
  }

  clear() {
    this.mine();
    this.strokes = [];
    this.down = false;
    this.look();
  }

  save() {
    const url = URL.createObjectURL(new Blob([this.model.get("page")], { type: "text/html" }));
    make("a", { href: url, download: "draw-a-digit.html" }).click();
    URL.revokeObjectURL(url);
  }

  // -- what is seen and said

  look() {
    set(this.ink, { d: drawn(this.strokes) });
    set(this.point, { cx: 320 * this.pen[0], cy: 320 * this.pen[1], visibility: this.keys ? "visible" : "hidden" });
    const empty = !this.strokes.length;
    if (!empty) this.root.classList.remove("unused");
    set(this.hint, { visibility: empty ? "visible" : "hidden" });
    const x = seen(this.strokes, this.centred);
    const found = answer(this.network, x);
    this.paint(x, found, empty);
    const said = empty
      ? tr("An empty square. Draw a digit with mouse, finger or keys.")
      : tr`I take it for a ${found.winner}, and I am ${Math.floor(100 * found.P[found.winner])} % sure.`;
    if (this.said.textContent !== said) this.said.textContent = said;
  }

  paint(x, { hidden, P, speaks }, empty) {
    this.pixels.forEach((cell, i) => set(cell, { "fill-opacity": x[i].toFixed(3) }));
    const most = Math.max(1e-9, ...speaks.map(Math.abs));
    this.votes.forEach((cell, i) => set(cell, {
      fill: speaks[i] >= 0 ? "var(--for)" : "var(--against)", "fill-opacity": (Math.abs(speaks[i]) / most).toFixed(3),
    }));
    const high = Math.max(1e-9, ...hidden);
    this.units.forEach((cell, j) => set(cell, { "fill-opacity": empty ? 0 : ((hidden[j] ?? 0) / high).toFixed(3) }));
    this.bars.forEach(([bar, text], k) => {
      const share = empty ? 0 : P[k];
      set(bar, { width: (300 * share).toFixed(1) });
      set(text, { x: (28 + 300 * share).toFixed(1) });
      text.textContent = empty ? "" : `${Math.floor(100 * share)} %`;
    });
  }
}

function render({ model, el }) {
  const sheet = new Sheet(model, el);
  return () => sheet.head.stop();
}

export default { render };
