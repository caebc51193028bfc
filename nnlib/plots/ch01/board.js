// The perceptron board: points and a line to take into the hand, and the rule that moves the line by itself.
//
// The arithmetic comes first and stands alone, so that a test can hold it against nnlib. Where the reader has a
// perceptron_step of their own, the walk is asked of Python, which answers with the same kind of frames. What is shared
// with other figures stands in kit/widget.js.

// ---- the arithmetic -------------------------------------------------------------------------------

const PATIENCE = 20000; // milliseconds for Python to answer
const LONGEST = 100; // passes, after which "until it settles" gives up
const CALM = 400; // milliseconds between two corrections on the film: the plane changes colour less than 3 times a second
const FLIGHT = 1000; // milliseconds for a correction whose vector is seen flying to the weights
const FLOWN = 3; // so many at the beginning of a film fly
const [FIRST, REST] = [10, 8]; // corrections that are drawn one by one, and how many of all the others
const SWAY = { degrees: 11, lasts: 4500, swings: 1.5 }; // how the line moves before anybody has touched it

export const weightedSum = (w, b, x) => w[0] * x[0] + w[1] * x[1] + b;

export const fires = (z) => (z >= 0 ? 1 : 0);

export function step(w, b, x, y, eta) {
  const error = y - fires(weightedSum(w, b, x));
  return { w: [w[0] + eta * error * x[0], w[1] + eta * error * x[1]], b: b + eta * error, error };
}

// Whether a walk is over: `until` is "example", "pass" or "settled"; `mistakes` counts those of each pass.
function over(until, cursor, mistakes) {
  if (until === "example") return true;
  if (cursor !== 0) return false;
  return until === "pass" || mistakes.at(-1) === 0 || mistakes.length >= LONGEST;
}

// Go through the points [x1, x2, y] from row `cursor` on: one frame for each row that was looked at.
export function walk(points, { w, b, cursor, mistakes }, eta, until) {
  const frames = [];
  const counts = [...mistakes];
  do {
    if (cursor === 0) counts.push(0);
    const [x1, x2, y] = points[cursor];
    const next = step(w, b, [x1, x2], y, eta);
    counts[counts.length - 1] += next.error !== 0 ? 1 : 0;
    frames.push({ row: cursor, error: next.error, w: next.w, b: next.b, pass: counts.length });
    ({ w, b } = next);
    cursor = (cursor + 1) % points.length;
  } while (!over(until, cursor, counts));
  return { frames, mistakes: counts, cursor };
}

// How many points the line has wrong, and how far the nearest one is from it (null where there is no line).
export function truth(points, w, b) {
  const sums = points.map(([x1, x2]) => weightedSum(w, b, [x1, x2]));
  const wrong = points.map(([, , y], i) => fires(sums[i]) !== y);
  const length = Math.hypot(...w);
  const nearest = length > 0 && points.length > 0 ? Math.min(...sums.map(Math.abs)) / length : null;
  return { sums, wrong, mistakes: wrong.filter(Boolean).length, nearest };
}

// Where a film comes back to where it was: from and to are its first two frames with the same row, w and b; else null.
export function loopOf(film) {
  const seen = new Map();
  for (const [k, { row, w, b }] of film.entries()) {
    const key = JSON.stringify([row, ...[...w, b].map((x) => Math.round(1e9 * x) + 0)]);
    if (row !== null && seen.has(key)) return { from: seen.get(key), to: k };
    seen.set(key, k);
  }
  return null;
}

// The mistakes of each pass as far as frame `at` of the film; at its end, those of every pass.
export function counted(film, at, mistakes) {
  if (at === film.length - 1) return mistakes;
  const passes = Array.from({ length: film[at].pass ?? 0 }, () => 0);
  film.slice(1, at + 1).forEach((frame) => { passes[frame.pass - 1] += frame.error !== 0 ? 1 : 0; });
  return passes;
}

// The corners of that part of the square [low, high]^2 where sign * (w x + b) >= 0.
export const halfPlane = (low, high, w, b, sign) => clipped(box(low, high), (p) => sign * weightedSum(w, b, p));

// ---- words ----------------------------------------------------------------------------------------

const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

function tell(frame, before, point) {
  const z = weightedSum(before.w, before.b, point);
  const does = fires(z) ? "fires" : tr("is silent");
  const where = tr`Epoch ${frame.pass}, point ${frame.row + 1} at ${place(point)}: the sum is ${plain(z)}, so it ${does}`;
  if (frame.error === 0) return tr`${where}, and it should. Nothing changes.`;
  const wish = frame.error > 0 ? tr("should fire. The point is added") : tr("should be silent. The point is subtracted");
  return tr`${where}, but it ${wish}: w = ${place(frame.w)}, b = ${plain(frame.b)}.`;
}

// ---- the board ------------------------------------------------------------------------------------

const SIDE = 480;
const EDGE = 34; // pixels around the plane for the numbers
const ARROW = 92; // pixels: the arrow shows the direction of w; its length is seen in the plane of the weights
const SMALL = 180; // pixels: a side of the plane of the weights, and of the bars

const STYLE = `
.nn-board { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color2, #bbb); --one: #0072B2; --zero: #B54A00; --fire: #56B4E9; --calm: #E69F00;
  --mark: #7A1FA2; --focus: #111; color: var(--ink); font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);
  display: flex; flex-wrap: wrap; gap: 6px 22px; padding: 6px 2px; max-width: 904px; position: relative; }
[data-jp-theme-light="false"] .nn-board { --one: #7CC6F2; --zero: #F0B040; --mark: #E6A6F5; --focus: #fff; }
.nn-board svg { width: ${SIDE}px; max-width: 100%; height: auto; touch-action: none; user-select: none;
  display: block; }
.nn-board .plane { fill: var(--paper); stroke: var(--rule); cursor: copy; }
.nn-board .fire { fill: var(--fire); opacity: 0.30; pointer-events: none; }
.nn-board .calm { fill: var(--calm); opacity: 0.13; pointer-events: none; }
.nn-board .grid { stroke: var(--rule); stroke-width: 1; opacity: 0.5; pointer-events: none; }
.nn-board text { fill: var(--ink); font-size: 15px; pointer-events: none; }
.nn-board text.side { font-size: 16px; font-weight: 600; paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.nn-board text.sign { font-size: 21px; }
.nn-board .ghost { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 5; pointer-events: none; }
.nn-board .line { stroke: var(--ink); stroke-width: 3.5; stroke-linecap: round; pointer-events: none; }
.nn-board .grip { stroke: transparent; stroke-width: 22; cursor: move; }
.nn-board .shaft { stroke: var(--mark); stroke-width: 4.5; pointer-events: none; }
.nn-board .head { fill: var(--mark); }
.nn-board .knob { fill: var(--paper); stroke: var(--ink); stroke-width: 3; }
.nn-board .handle { cursor: grab; }
.nn-board .halo { fill: none; stroke: none; stroke-width: 3; pointer-events: none; }
.nn-board .reach { fill: transparent; }
.nn-board g:focus { outline: none; }
.nn-board .chosen > .halo { stroke: var(--rule); }
.nn-board g:focus > .halo { stroke: var(--focus); stroke-dasharray: 5 3; }
.nn-board .one .shape { fill: var(--one); stroke: var(--paper); stroke-width: 2; }
.nn-board .zero .shape { fill: var(--paper); stroke: var(--zero); stroke-width: 5; }
.nn-board .cross { stroke: var(--ink); stroke-width: 2.5; visibility: hidden; }
.nn-board .wrong > .cross { visibility: visible; }
.nn-board .spot { fill: none; stroke: var(--mark); stroke-width: 5; pointer-events: none; }
.nn-board .sway { font-weight: 600; font-size: 18px; }
.nn-board .grab { fill: var(--mark); fill-opacity: 0.16; stroke: var(--mark); stroke-width: 2; stroke-dasharray: 4 4; }
.nn-board .stage { flex: 0 1 ${SIDE}px; min-width: 0; max-width: 100%; }
.nn-board .panel { flex: 1 1 300px; min-width: 270px; max-width: 400px; display: flex; flex-direction: column; gap: 9px; }
.nn-board fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.nn-board legend { padding: 0; font-weight: 600; margin-bottom: 3px; }
.nn-board button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--ink); border-radius: 5px; padding: 3px 9px; cursor: pointer; }
.nn-board button:hover { background: var(--jp-layout-color3, #ddd); }
.nn-board button:disabled { opacity: 0.55; cursor: default; }
.nn-board button[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
.nn-board button:focus-visible, .nn-board input:focus-visible, .nn-board summary:focus-visible {
  outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-board input[type="number"] { font: inherit; width: 4.6em; color: var(--ink); background: var(--paper);
  border: 1px solid var(--ink); border-radius: 4px; padding: 2px 4px; }
.nn-board input[type="range"] { width: 100%; accent-color: var(--mark); margin: 2px 0; }
.nn-board label { display: inline-flex; gap: 5px; align-items: center; }
.nn-board .film { display: block; }
.nn-board .pair { display: flex; gap: 10px; align-items: flex-end; }
.nn-board .pair > figure { flex: 1 1 0; min-width: 0; margin: 0; }
.nn-board .pair svg { width: 100%; touch-action: auto; border: 1px solid var(--rule); border-radius: 4px; box-sizing: border-box; }
.nn-board figcaption { font-size: 14px; margin: 0 0 2px; white-space: nowrap; }
.nn-board .axis { stroke: var(--ink); stroke-width: 1; opacity: 0.55; }
.nn-board .trail { fill: none; stroke: var(--mark); stroke-width: 2; stroke-dasharray: 3 4; }
.nn-board .loop { fill: none; stroke: var(--zero); stroke-width: 6; stroke-linejoin: round; stroke-linecap: round; }
.nn-board text.again { font-size: 12.5px; font-weight: 600; }
.nn-board .vector { stroke: var(--mark); stroke-width: 4; } .nn-board .tip { fill: var(--mark); }
.nn-board .bar { fill: var(--zero); }
.nn-board .flight { position: absolute; inset: 0; width: 100%; height: 100%; max-width: none; pointer-events: none; overflow: visible; z-index: 1; }
.nn-board .flight line { stroke: var(--one); stroke-width: 5; } .nn-board .flight polygon { fill: var(--one); }
.nn-board .flight .minus line { stroke: var(--zero); } .nn-board .flight .minus polygon { fill: var(--zero); }
.nn-board dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 12px; margin: 0; }
.nn-board dt { font-weight: 600; float: none; width: auto; white-space: nowrap; }
.nn-board dd { margin: 0; float: none; font-variant-numeric: tabular-nums; }
.nn-board p { margin: 0; }
.nn-board .goal { font-weight: 600; min-height: 2.9em; }
.nn-board .said { flex: 1 1 100%; min-height: 3em; }
.nn-board .more { flex: 1 1 100%; }
.nn-board summary { cursor: pointer; display: inline-block; font-weight: 600; padding: 1px 4px; }
.nn-board summary::before { content: "▸ "; } .nn-board .more[open] > summary::before { content: "▾ "; }
.nn-board .rows { display: flex; flex-direction: column; gap: 9px; margin-top: 6px; }
.nn-board .help { font-size: 14px; }
`;

let boards = 0; // several boards on one page need different names

class Board {
  constructor(model, el) {
    this.model = model;
    this.name = `nn-board-${(boards += 1)}`;
    this.waiting = new Map();
    this.asked = 0;
    this.root = make("div", { class: "nn-board" });
    put(this.root, "style", {}, STYLE);
    this.build();
    el.append(this.root);
    this.load();
    this.fresh = Boolean(this.model.get("fresh")); // nobody has touched the line: the rule begins without one
    this.invite();
  }

  // -- the state

  load() {
    this.stop();
    this.points = this.model.get("points").map((p) => [...p]);
    this.w = this.model.get("weights").slice(0, 2);
    this.b = this.model.get("weights")[2];
    this.view = [...this.model.get("view")];
    this.anchor = this.middle();
    this.forget();
    this.say(this.overview());
    this.frame();
    this.paint();
  }

  save() {
    this.sent = JSON.stringify([this.points, this.w, this.b]);
    this.saving = true; // what is set here is no news
    this.model.set("fresh", this.fresh);
    this.model.set("points", this.points.map((p) => [...p]));
    this.model.set("weights", [...this.w, this.b]);
    this.saving = false;
    this.model.save_changes();
  }

  // Called when Python, or another view of the same board, has moved something.
  reload() {
    if (this.saving) return;
    const theirs = JSON.stringify([
      this.model.get("points"), this.model.get("weights").slice(0, 2), this.model.get("weights")[2],
    ]);
    if (theirs !== this.sent) this.load();
  }

  // Counting starts again: what was learned belongs to points or a line that are no more.
  forget() {
    this.stop();
    this.state = { cursor: 0, mistakes: [] };
    this.film = [{ w: [...this.w], b: this.b, row: null, error: 0 }];
    this.loop = null;
    this.at = 0;
    this.spot = null;
  }

  // -- the invitation: until somebody touches it, the line sways a little, and its handle says what to do

  invite() {
    this.untouched = true;
    this.paint();
    if (wantsCalm() || this.w.every((x) => x === 0)) return;
    this.eye?.disconnect();
    this.eye = whenSeen(this.svg, () => { if (this.untouched) this.sway(); });
  }

  sway() {
    this.rest();
    const home = { w: [...this.w], b: this.b, anchor: [...this.anchor] };
    const start = performance.now();
    const frame = (now) => {
      const t = Math.min(1, Math.max(0, (now - start) / SWAY.lasts));
      const turn = (1 - t) * Math.sin(2 * Math.PI * SWAY.swings * t) * SWAY.degrees * (Math.PI / 180);
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      this.w = [c * home.w[0] - s * home.w[1], s * home.w[0] + c * home.w[1]];
      this.b = -(this.w[0] * home.anchor[0] + this.w[1] * home.anchor[1]);
      if (t === 1) this.rest();
      else {
        this.paint();
        this.swaying.timer = requestAnimationFrame(frame);
      }
    };
    this.swaying = { home, timer: requestAnimationFrame(frame) };
  }

  // The line as it was before it swayed.
  rest() {
    if (!this.swaying) return;
    cancelAnimationFrame(this.swaying.timer);
    ({ w: this.w, b: this.b, anchor: this.anchor } = this.swaying.home);
    this.swaying = null;
    this.paint();
  }

  // A hand has come.
  touched() {
    this.rest();
    this.untouched = false;
    this.fresh = false;
  }

  get eta() {
    const typed = Number(this.rate.value);
    return typed > 0 && Number.isFinite(typed) ? typed : 1;
  }

  middle() {
    const m = (this.view[0] + this.view[1]) / 2;
    return [m, m];
  }

  inside(p) {
    return p.every((x) => x >= this.view[0] && x <= this.view[1]);
  }

  // The point of the line from which the arrow rises: where it was, if the line still passes there.
  settleAnchor() {
    const square = this.w[0] ** 2 + this.w[1] ** 2;
    if (square === 0) return;
    const foot = (p) => {
      const z = weightedSum(this.w, this.b, p) / square;
      return [p[0] - z * this.w[0], p[1] - z * this.w[1]];
    };
    const near = foot(this.anchor);
    this.anchor = this.inside(near) ? near : foot(this.middle());
  }

  // -- building

  build() {
    const help = `${this.name}-help`;
    const stage = put(this.root, "div", { class: "stage" });
    this.svg = put(stage, "svg", {
      viewBox: `0 0 ${SIDE} ${SIDE}`, role: "application", "aria-label": tr("Perceptron board"), "aria-describedby": help,
    });
    this.plane = put(this.svg, "rect", { class: "plane", x: EDGE, y: 6, width: SIDE - EDGE - 6, height: SIDE - EDGE - 6 });
    this.fire = put(this.svg, "polygon", { class: "fire" });
    this.calm = put(this.svg, "polygon", { class: "calm" });
    this.axes = put(this.svg, "g", {});
    this.ghosts = put(this.svg, "g", {});
    this.grip = put(this.svg, "line", { class: "grip" });
    this.line = put(this.svg, "line", { class: "line" });
    this.sides = [put(this.svg, "text", { class: "side", "text-anchor": "middle" }, "silent: 0"),
      put(this.svg, "text", { class: "side", "text-anchor": "middle" }, "fires: 1")];
    this.ring = put(this.svg, "circle", { class: "spot", r: 21 });
    this.dots = put(this.svg, "g", {});
    this.sign = put(this.svg, "text", { class: "side sign" });
    this.buildHandles();
    this.buildPanel();
    this.said = put(this.root, "p", { role: "status", class: "said" });
    this.buildMore(help);
    this.flight = put(this.root, "svg", { class: "flight", "aria-hidden": "true" });
    this.flyer = put(this.flight, "g", { visibility: "hidden" }, make("line"), make("polygon"));
    this.plane.addEventListener("click", (event) => this.add(this.read(event)));
    this.drag(this.grip, () => this.grabLine());
    stage.addEventListener("pointerenter", () => this.rest());
    this.root.addEventListener("focusin", () => this.rest());
  }

  buildHandles() {
    this.turner = put(this.svg, "g", { class: "handle", tabindex: 0, role: "slider", "aria-label": tr("direction of w, in degrees"),
      "aria-valuemin": -180, "aria-valuemax": 180 });
    this.shaft = put(this.turner, "line", { class: "shaft" });
    this.ear = put(this.turner, "circle", { class: "grab", r: 17 });
    this.head = put(this.turner, "polygon", { class: "head" });
    this.tip = put(this.turner, "circle", { class: "reach", r: 20 });
    this.tipHalo = put(this.turner, "circle", { class: "halo", r: 18 });
    this.letter = put(this.svg, "text", { class: "side", "text-anchor": "middle", "dominant-baseline": "middle" }, "w");
    this.hint = put(this.svg, "text", { class: "side sway", "text-anchor": "middle", "dominant-baseline": "middle" }, tr("drag me"));
    this.mover = put(this.svg, "g", { class: "handle", tabindex: 0, role: "slider", "aria-label": tr("place of the line, its bias b") });
    put(this.mover, "circle", { class: "reach", r: 20 });
    put(this.mover, "circle", { class: "knob", r: 8 });
    put(this.mover, "circle", { class: "halo", r: 17 });
    this.drag(this.turner, () => ({ move: (p) => this.turnTo(Math.atan2(p[1] - this.anchor[1], p[0] - this.anchor[0])) }));
    this.drag(this.mover, () => this.grabLine());
    this.turner.addEventListener("keydown", (event) => this.turnKey(event));
    this.mover.addEventListener("keydown", (event) => this.moveKey(event));
  }

  buildPanel() {
    const panel = put(this.root, "div", { class: "panel", role: "group", "aria-label": tr("Controls of the perceptron board") });
    const data = put(panel, "fieldset", {}, make("legend", {}, tr("Points")));
    this.presets = Object.keys(this.model.get("presets")).map((name) => this.press(data, name, () => this.choose(name)));
    this.goal = put(panel, "p", { class: "goal" });
    const learn = put(panel, "fieldset", {}, make("legend", {}, tr`Learn, by ${this.model.get("whose")} rule`));
    this.settler = this.press(learn, tr("until it settles"), () => (this.timer ? this.finish() : this.learn("settled")));
    this.teachers = [this.press(learn, tr("next example"), () => this.learn("example"))];
    this.press(learn, tr("start again"), () => this.restart());
    this.buildPair(put(panel, "div", { class: "pair" }));
    const film = put(panel, "label", { class: "film" });
    this.filmName = put(film, "span", {}, "film");
    this.reel = put(film, "input", { type: "range", min: 0, max: 0, value: 0, step: 1 });
    this.reel.addEventListener("input", () => this.showFrame(Number(this.reel.value)));
  }

  press(box, text, action) {
    return put(box, "button", { type: "button", onclick: action }, text);
  }

  // The plane of the weights, and the mistakes of each pass as bars.
  buildPair(pair) {
    const picture = (title) => {
      const figure = put(pair, "figure", {});
      const caption = put(figure, "figcaption", {}, title);
      return [put(figure, "svg", { viewBox: `0 0 ${SMALL} ${SMALL}`, role: "img" }), caption];
    };
    [this.weights, this.weightsName] = picture("");
    put(this.weights, "path", { class: "axis", d: `M0,${SMALL / 2}H${SMALL}M${SMALL / 2},0V${SMALL}` });
    put(this.weights, "text", { x: SMALL - 4, y: SMALL / 2 + 17, "text-anchor": "end" }, "w₁");
    put(this.weights, "text", { x: SMALL / 2 + 6, y: 16 }, "w₂");
    this.biasName = put(this.weights, "text", { x: 6, y: SMALL - 30 });
    this.trail = put(this.weights, "polyline", { class: "trail" });
    this.loopLine = put(this.weights, "polygon", { class: "loop" });
    this.vector = put(this.weights, "line", { class: "vector" });
    this.vectorHead = put(this.weights, "polygon", { class: "tip" });
    this.again = put(this.weights, "text", { class: "again", x: SMALL / 2, y: SMALL - 10, "text-anchor": "middle" }, tr("it has been here before"));
    [this.bars] = picture(tr("mistakes per epoch"));
    this.barList = put(this.bars, "g", {});
  }

  buildMore(help) {
    const more = put(this.root, "details", { class: "more" }, make("summary", {}, tr("more")));
    const rows = put(more, "div", { class: "rows" });
    const edit = put(rows, "fieldset", { "aria-label": tr("Change the points") });
    this.press(edit, tr("add a point"), () => this.addFree());
    this.flipper = this.press(edit, "flip", () => this.flip(this.chosen));
    this.remover = this.press(edit, "delete", () => this.remove(this.chosen));
    this.kind = this.press(edit, "", () => { this.next = 1 - this.next; this.nameKind(); });
    this.next = 1;
    this.nameKind();
    this.teachers.push(this.press(edit, tr("one epoch"), () => this.learn("pass")));
    const boxes = put(rows, "fieldset", { "aria-label": tr("The line") });
    const box = (text, step_, value, change) => {
      const label = put(boxes, "label", {}, text);
      const input = put(label, "input", { type: "number", step: step_, value });
      input.addEventListener("change", change);
      return input;
    };
    this.numbers = ["w₁", "w₂", "b"].map((text) => box(text, 0.5, 0, () => this.type()));
    this.rate = box("rate η", 0.25, this.model.get("rate"), () => {});
    set(this.rate, { min: 0.01, max: 100 });
    const list = put(rows, "dl", {});
    this.facts = Object.fromEntries([tr("wrong now"), "margin", "corrections", tr("mistakes per epoch")].map((key) => {
      put(list, "dt", {}, key);
      return [key, put(list, "dd", {})];
    }));
    put(rows, "p", { class: "help", id: help },
      tr("Drag points, the line, or the tip of its arrow; click an empty place for a new point. ") +
      tr("Keys: Tab chooses, the arrow keys move or turn, Enter flips the class of a point, Delete removes it."));
  }

  nameKind() {
    this.kind.textContent = tr`new points: ${this.next ? "● 1" : "□ 0"}`;
  }

  // -- from the plane to the screen and back

  get scale() {
    return (SIDE - EDGE - 6) / (this.view[1] - this.view[0]);
  }

  px(p) {
    return [EDGE + (p[0] - this.view[0]) * this.scale, SIDE - EDGE - (p[1] - this.view[0]) * this.scale];
  }

  read(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [this.view[0] + (at.x - EDGE) / this.scale, this.view[0] + (SIDE - EDGE - at.y) / this.scale];
  }

  keep(p) {
    return p.map((x) => Math.round(100 * Math.min(this.view[1], Math.max(this.view[0], x))) / 100);
  }

  // -- drawing

  // The numbers along the edges, which change only with the view.
  frame() {
    this.axes.replaceChildren();
    const [low, high] = this.view;
    const unit = high - low > 4 ? 1 : 0.5;
    for (let t = Math.ceil(low / unit) * unit; t <= high + 1e-9; t += unit) {
      const [x, y] = this.px([t, t]);
      put(this.axes, "line", { class: "grid", x1: x, x2: x, y1: 6, y2: SIDE - EDGE });
      put(this.axes, "line", { class: "grid", x1: EDGE, x2: SIDE - 6, y1: y, y2: y });
      if (Math.abs(t - Math.round(t)) > 1e-9) continue;
      put(this.axes, "text", { x, y: SIDE - EDGE + 20, "text-anchor": "middle" }, plain(t));
      put(this.axes, "text", { x: EDGE - 8, y: y + 5, "text-anchor": "end" }, plain(t));
    }
    put(this.axes, "text", { x: SIDE - 8, y: SIDE - EDGE - 8, "text-anchor": "end" }, "x₁");
    put(this.axes, "text", { x: EDGE + 8, y: 24 }, "x₂");
  }

  // Draw at the next frame of the screen, however often something moves until then.
  draw() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      this.paint();
    });
  }

  paint() {
    this.found = truth(this.points, this.w, this.b);
    this.paintSides();
    this.paintLine();
    this.paintPoints();
    this.paintWeights();
    this.paintBars();
    this.paintFacts();
    this.root.dataset.frames = String(Number(this.root.dataset.frames ?? 0) + 1);
  }

  paintSides() {
    const [low, high] = this.view;
    for (const [sign, area, text] of [[1, this.fire, this.sides[1]], [-1, this.calm, this.sides[0]]]) {
      let corners = halfPlane(low, high, this.w, this.b, sign);
      if (sign < 0 && this.w.every((x) => x === 0) && this.b >= 0) corners = []; // no sum is below 0
      set(area, { points: corners.map((p) => this.px(p).join(",")).join(" ") });
      const room = corners.length > 2;
      set(text, { visibility: room ? "visible" : "hidden" });
      if (room) this.writeSide(text, corners);
    }
  }

  // The name of a side stands at its corner farthest from the line.
  writeSide(text, corners) {
    const far = corners.reduce((a, p) => (Math.abs(weightedSum(this.w, this.b, p)) > Math.abs(weightedSum(this.w, this.b, a)) ? p : a));
    const [x, y] = this.px(far);
    set(text, { x: Math.min(SIDE - 56, Math.max(EDGE + 54, x)), y: Math.min(SIDE - EDGE - 28, Math.max(46, y)) });
  }

  paintLine() {
    const length = Math.hypot(...this.w);
    this.settleAnchor();
    const shown = length > 0 && this.inside(this.anchor);
    for (const part of [this.line, this.grip]) set(part, { visibility: shown ? "visible" : "hidden" });
    const u = length > 0 ? [this.w[0] / length, this.w[1] / length] : [1, 0];
    const [x, y] = this.px(this.inside(this.anchor) ? this.anchor : this.keep(this.anchor));
    if (shown) for (const part of [this.line, this.grip]) set(part, this.ends(this.w, this.b));
    const [tx, ty] = [x + ARROW * u[0], y - ARROW * u[1]];
    set(this.turner, { opacity: length > 0 ? 1 : 0.35 });
    set(this.shaft, { x1: x, y1: y, x2: tx - 14 * u[0], y2: ty + 14 * u[1] });
    set(this.head, { points: [[tx, ty], [tx - 20 * u[0] + 9 * u[1], ty + 20 * u[1] + 9 * u[0]],
      [tx - 20 * u[0] - 9 * u[1], ty + 20 * u[1] - 9 * u[0]]].map((p) => p.join(",")).join(" ") });
    for (const part of [this.tip, this.tipHalo, this.ear]) set(part, { cx: tx, cy: ty });
    const asks = this.untouched && length > 0;
    for (const part of [this.ear, this.hint]) set(part, { visibility: asks ? "visible" : "hidden" });
    set(this.hint, { x: Math.max(EDGE + 44, Math.min(SIDE - 48, tx + 52 * u[0])), y: Math.max(22, Math.min(SIDE - EDGE - 14, ty - 36 * u[1])) });
    set(this.letter, { x: tx + 15 * u[0], y: ty - 15 * u[1], visibility: asks ? "hidden" : "visible" });
    set(this.mover, { transform: `translate(${x},${y})`, opacity: length > 0 ? 1 : 0.35 });
    const angle = Math.round((Math.atan2(u[1], u[0]) * 180) / Math.PI);
    set(this.turner, { "aria-valuenow": angle, "aria-valuetext": length > 0 ? `${plain(angle)} degrees` : tr("no direction yet") });
    set(this.mover, { "aria-valuenow": this.b.toFixed(2), "aria-valuemin": -1000, "aria-valuemax": 1000,
      "aria-valuetext": length > 0 ? tr`b = ${plain(this.b)}, the line passes ${place(this.anchor)}` : tr`b = ${plain(this.b)}, no line yet` });
    this.paintGhosts();
  }

  // Where a line enters and leaves the plane.
  ends(w, b) {
    const [low, high] = this.view;
    const on = halfPlane(low, high, w, b, 1).filter((p) => Math.abs(weightedSum(w, b, p)) < 1e-9 * (1 + Math.hypot(...w) * high));
    if (on.length < 2) return { x1: 0, y1: 0, x2: 0, y2: 0 };
    const [[x1, y1], [x2, y2]] = [this.px(on[0]), this.px(on.at(-1))];
    return { x1, y1, x2, y2 };
  }

  // The last few lines of the film, paler the older they are.
  paintGhosts() {
    const past = this.film.slice(Math.max(0, this.at - 5), this.at).filter((f) => f.w.some((x) => x !== 0));
    while (this.ghosts.childElementCount > past.length) this.ghosts.lastChild.remove();
    while (this.ghosts.childElementCount < past.length) put(this.ghosts, "line", { class: "ghost" });
    past.forEach((f, i) => set(this.ghosts.children[i], { ...this.ends(f.w, f.b), opacity: 0.2 + (0.5 * (i + 1)) / past.length }));
  }

  paintPoints() {
    while (this.dots.childElementCount > this.points.length) this.dots.lastChild.remove();
    while (this.dots.childElementCount < this.points.length) this.buildPoint(this.dots.childElementCount);
    this.points.forEach((point, i) => {
      const [x, y] = this.px(point);
      const wrong = this.found.wrong[i];
      set(this.dots.children[i], { transform: `translate(${x},${y}) scale(${this.points.length > 8 ? 0.72 : 1})`, class: `handle ${point[2] ? "one" : "zero"}${wrong ? " wrong" : ""}${i === this.chosen ? " chosen" : ""}`,
        "aria-label": tr`point ${i + 1} of ${this.points.length}, class ${point[2]}, at ${place(point)}, ${wrong ? tr("wrong side") : tr("correct side")}` });
      set(this.dots.children[i].querySelector(".shape"), { d: point[2] ? "M-11,0a11,11 0 1,0 22,0a11,11 0 1,0 -22,0" : "M-9,-9h18v18h-18z" });
    });
    const lit = this.spot !== null && this.points[this.spot];
    set(this.ring, { visibility: lit ? "visible" : "hidden" });
    const [x, y] = lit ? this.px(lit) : [0, 0];
    set(this.ring, { cx: x, cy: y });
    set(this.sign, { x: x + 20, y: y - 17, visibility: lit ? "visible" : "hidden" });
    this.sign.textContent = { 1: "+ x", "-1": "− x" }[this.film[this.at].error] ?? "";
    const chosen = this.points[this.chosen] !== undefined;
    this.flipper.disabled = !chosen;
    this.remover.disabled = !chosen;
  }

  buildPoint(i) {
    const dot = put(this.dots, "g", { tabindex: 0, role: "button", "aria-roledescription": "point" });
    put(dot, "circle", { class: "reach", r: 17 });
    put(dot, "path", { class: "shape" });
    put(dot, "path", { class: "cross", d: "M-17,-17L-9,-9M17,-17L9,-9M-17,17L-9,9M17,17L9,9" });
    put(dot, "circle", { class: "halo", r: 20 });
    this.drag(dot, () => ({ move: (p) => this.movePoint(i, p) }));
    dot.addEventListener("focus", () => { this.chosen = i; this.draw(); });
    dot.addEventListener("dblclick", () => this.flip(i));
    dot.addEventListener("keydown", (event) => this.pointKey(event, i));
  }

  // -- the plane of the weights: w in its true length, and the way that it has come

  // Half the side of this plane, in steps of the root of two, so that it does not breathe with every move.
  get reach() {
    const most = Math.max(1, ...this.w.map(Math.abs), ...this.film.flatMap((f) => f.w.map(Math.abs)));
    return 1.2 * 2 ** (Math.ceil(2 * Math.log2(most) - 1e-9) / 2);
  }

  spotOf(w) {
    return w.map((x, i) => SMALL / 2 + (i ? -1 : 1) * (x / this.reach) * (SMALL / 2));
  }

  paintWeights() {
    const text = (points) => points.map((w) => this.spotOf(w).map((x) => x.toFixed(1)).join(",")).join(" ");
    set(this.trail, { points: text([...this.film.slice(0, this.at).map((f) => f.w), this.w]) });
    const closed = this.loop !== null && this.at >= this.loop.to;
    for (const part of [this.loopLine, this.again]) set(part, { visibility: closed ? "visible" : "hidden" });
    if (closed) set(this.loopLine, { points: text(this.film.slice(this.loop.from, this.loop.to).map((f) => f.w)) });
    const [from, to] = [this.spotOf([0, 0]), this.spotOf(this.w)];
    const shown = Math.hypot(...this.w) > 0;
    pointing(this.vector, this.vectorHead, from, to, 13, shown);
    this.weightsName.textContent = `w = ${place(this.w)}`;
    this.biasName.textContent = `b = ${plain(this.b)}`;
    set(this.weights, { "aria-label": tr`The plane of the weights: w = ${place(this.w)}${closed ? tr(", and its way has closed into a loop") : ""}` });
  }

  paintBars() {
    const passes = counted(this.film, this.at, this.state.mistakes);
    const [n, most] = [passes.length, Math.max(3, ...passes)];
    const wide = Math.min(26, (SMALL - 16) / Math.max(n, 1));
    while (this.barList.childElementCount > n) this.barList.lastChild.remove();
    while (this.barList.childElementCount < n) put(this.barList, "g", {}, make("rect", { class: "bar" }), make("text", { "text-anchor": "middle" }));
    passes.forEach((count_, k) => {
      const [bar, text] = this.barList.children[k].children;
      const high = Math.max(2, (count_ / most) * (SMALL - 50));
      set(bar, { x: 8 + k * wide, y: SMALL - 22 - high, width: Math.max(0.6, 0.8 * wide), height: high });
      set(text, { x: 8 + (k + 0.4) * wide, y: SMALL - 28 - high, visibility: wide >= 13 ? "inherit" : "hidden" });
      text.textContent = count_;
    });
    set(this.bars, { "aria-label": n ? tr`mistakes per epoch: ${passes.join(", ")}` : tr("mistakes per epoch: none yet") });
    this.passes = passes;
  }

  // The vector of a point leaves the plane and lands on the tip of w: a share t of its way.
  paintFlight(t, point, error, before) {
    const base = this.flight.getBoundingClientRect();
    const on = (svg, p) => {
      const at = new DOMPoint(...p).matrixTransform(svg.getScreenCTM());
      return [at.x - base.left, at.y - base.top];
    };
    const [a, b] = [on(this.svg, this.px([0, 0])), on(this.svg, this.px(point))];
    const gain = point.slice(0, 2).map((x, i) => before[i] + this.eta * error * x);
    const [c, d] = [on(this.weights, this.spotOf(before)), on(this.weights, this.spotOf(gain))];
    const [first, last] = [[b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]];
    const long = Math.hypot(...first) + t * (Math.hypot(...last) - Math.hypot(...first));
    const angle = Math.atan2(first[1], first[0]) + t * (error < 0 ? Math.PI : 0);
    const tail = a.map((x, i) => x + t * (c[i] - x));
    const shown = t > 0 && t < 1 && Math.hypot(...first) > 1;
    set(this.flyer, { visibility: shown ? "visible" : "hidden", class: error < 0 ? "minus" : "plus" });
    pointing(...this.flyer.children, tail, [tail[0] + long * Math.cos(angle), tail[1] + long * Math.sin(angle)], 16, shown);
  }

  paintFacts() {
    const { mistakes, nearest } = this.found;
    const n = this.points.length;
    [...this.w, this.b].forEach((x, i) => {
      const shown = String(Number(x.toFixed(3)));
      if (this.numbers[i].value !== shown) this.numbers[i].value = shown;
    });
    this.facts[tr("wrong now")].textContent = tr`${mistakes} of ${n}`;
    let margin = tr("no line");
    if (nearest !== null) margin = mistakes ? "none: a point is wrong" : plain(nearest, 3);
    if (nearest !== null && !mistakes && nearest < 1e-9) margin = tr("0: a point lies on the line");
    this.facts.margin.textContent = margin;
    const past = this.passes;
    this.facts.corrections.textContent = String(this.timer ? this.at : this.film.length - 1);
    this.facts[tr("mistakes per epoch")].textContent = past.length ? `${past.length > 8 ? "… " : ""}${past.slice(-8).join(", ")}` : "–";
    if (this.timer) this.goal.textContent = tr`The machine has ${mistakes} of ${n} wrong now.`;
    else this.goal.textContent = mistakes || !n ? tr`Turn and move the line until every point is on the correct side: ${mistakes} of ${n} are not.` : tr("✓ Every point is on the correct side.");
    set(this.reel, { max: this.film.length - 1 });
    this.reel.value = this.at;
    this.reel.disabled = this.film.length < 2;
    this.filmName.textContent = this.timer ? tr`film: after correction ${this.at}` : tr`film: after correction ${this.at} of ${this.film.length - 1}`;
    this.settler.textContent = this.timer ? tr("skip to the end") : tr("until it settles");
    for (const button of this.teachers) button.disabled = n === 0; // never while it moves: the focus would fall out of the board
    this.settler.disabled = n === 0;
  }

  overview() {
    const { mistakes } = truth(this.points, this.w, this.b);
    const wrong = tr`${mistakes} of ${count(this.points.length, "point")} wrong.`;
    if (this.w.some((x) => x !== 0)) return `w = ${place(this.w)}, b = ${plain(this.b)}: ${wrong}`;
    return tr`No line yet: w is (0, 0), so the sum is ${plain(this.b)} everywhere and every point ${this.b >= 0 ? "fires" : tr("is silent")}. ${wrong}`;
  }

  // Screen readers get whole sentences, not every pixel of a drag.
  say(words) {
    clearTimeout(this.speech);
    this.speech = setTimeout(() => { this.said.textContent = words; }, this.said.textContent ? 120 : 0);
  }

  // -- gestures

  drag(element, grab) {
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.touched();
      const held = grab(this.read(event));
      const start = [event.clientX, event.clientY];
      let moved = false;
      (element === this.grip ? this.mover : element).focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      const move = (e) => {
        moved ||= Math.hypot(e.clientX - start[0], e.clientY - start[1]) > 3;
        if (moved) held.move(this.read(e));
      };
      const up = () => {
        element.removeEventListener("pointermove", move);
        if (moved) this.save();
      };
      element.addEventListener("pointermove", move);
      element.addEventListener("lostpointercapture", up, { once: true });
    });
  }

  changed() {
    this.touched();
    this.forget();
    this.say(this.overview());
    this.draw();
  }

  grabLine() {
    return { move: (p) => this.moveLine(p) };
  }

  moveLine(p) {
    if (this.w.every((x) => x === 0)) this.w = [1, 0];
    this.anchor = this.keep(p);
    this.b = -(this.w[0] * this.anchor[0] + this.w[1] * this.anchor[1]);
    this.changed();
  }

  turnTo(angle) {
    const length = Math.hypot(...this.w) || 1;
    this.w = [length * Math.cos(angle), length * Math.sin(angle)].map((x) => Math.round(1000 * x) / 1000);
    this.b = -(this.w[0] * this.anchor[0] + this.w[1] * this.anchor[1]);
    this.changed();
  }

  movePoint(i, p) {
    [this.points[i][0], this.points[i][1]] = this.keep(p);
    this.changed();
  }

  add(p) {
    if (this.points.length >= 60) return;
    this.points.push([...this.keep(p), this.next]);
    this.chosen = this.points.length - 1;
    this.changed();
    this.save();
  }

  // A new point for the keyboard: in the first free place on a spiral around the middle.
  addFree() {
    const [m] = this.middle();
    const unit = (this.view[1] - this.view[0]) / 12;
    const spot = (k) => [m + unit * Math.sqrt(k) * Math.cos(2.4 * k), m + unit * Math.sqrt(k) * Math.sin(2.4 * k)];
    let k = 0;
    while (this.points.some((q) => Math.hypot(q[0] - spot(k)[0], q[1] - spot(k)[1]) < unit * 0.9)) k += 1;
    this.add(spot(k));
    this.paint();
    this.dots.children[this.chosen]?.focus();
  }

  flip(i) {
    if (!this.points[i]) return;
    this.points[i][2] = 1 - this.points[i][2];
    this.changed();
    this.save();
  }

  remove(i) {
    if (!this.points[i]) return;
    this.points.splice(i, 1);
    this.chosen = Math.min(i, this.points.length - 1);
    this.changed();
    this.save();
    this.paint();
    this.dots.children[this.chosen]?.focus();
  }

  pointKey(event, i) {
    const by = this.arrow(event);
    if (by) this.movePoint(i, [this.points[i][0] + by[0], this.points[i][1] + by[1]]);
    else if (event.key === "Enter" || event.key === " ") this.flip(i);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(i);
    else return;
    event.preventDefault();
    this.save();
  }

  moveKey(event) {
    const by = this.arrow(event);
    if (!by) return;
    event.preventDefault();
    this.moveLine([this.anchor[0] + by[0], this.anchor[1] + by[1]]);
    this.save();
  }

  turnKey(event) {
    const by = this.arrow(event);
    if (!by) return;
    event.preventDefault();
    const turn = (Math.sign(-by[0] + by[1]) * (event.shiftKey ? 1 : 5) * Math.PI) / 180;
    this.turnTo(Math.atan2(this.w[1], this.w[0]) + turn);
    this.save();
  }

  // How far an arrow key goes: a fortieth of the plane, a tenth of that with Shift.
  arrow(event) {
    const unit = Math.max(0.01, Math.round((100 * (this.view[1] - this.view[0])) / (event.shiftKey ? 400 : 40)) / 100);
    return arrow(event)?.map((x) => x * unit);
  }

  type() {
    const typed = this.numbers.map((box) => Number(box.value));
    if (typed.some((x) => !Number.isFinite(x))) return;
    [this.w, this.b] = [typed.slice(0, 2), typed[2]];
    this.changed();
    this.save();
  }

  choose(name) {
    const { points, view } = this.model.get("presets")[name];
    this.points = points.map((p) => [...p]);
    this.view = [...view];
    this.anchor = this.middle();
    this.chosen = undefined;
    this.frame();
    this.restart();
    const { line } = this.model.get("presets")[name];
    if (!line) return;
    [this.w, this.b, this.fresh] = [line.slice(0, 2), line[2], true];
    this.forget();
    this.say(this.overview());
    this.invite();
    this.save();
  }

  restart() {
    [this.w, this.b] = [[0, 0], 0];
    this.changed();
    this.save();
  }

  // -- learning

  async learn(until) {
    if (!this.points.length || this.busy) return;
    this.finish();
    this.begin();
    this.busy = true;
    try {
      const before = { w: [...this.w], b: this.b };
      const asked = { points: this.points, w: this.w, b: this.b, eta: this.eta, until, ...this.state };
      const stamp = JSON.stringify(asked);
      const found = await this.walk(asked, until);
      const now = { points: this.points, w: this.w, b: this.b, eta: this.eta, until, ...this.state };
      if (stamp === JSON.stringify(now)) this.take(found, before, until); // else the reader has moved on
    } catch (problem) {
      this.say(problem.message);
    } finally {
      this.busy = false;
    }
  }

  // A line that nobody has touched is only an invitation: the rule begins from nothing.
  begin() {
    if (this.fresh) {
      [this.w, this.b] = [[0, 0], 0];
      this.forget();
    }
    this.touched();
  }

  walk(asked, until) {
    if (!this.model.get("remote")) return walk(asked.points, asked, asked.eta, until);
    return new Promise((resolve, reject) => {
      const id = (this.asked += 1);
      this.waiting.set(id, { resolve, reject });
      setTimeout(() => this.hear({ id, problem: tr("Python does not answer. Is the kernel running?") }), PATIENCE);
      this.model.send({ id, ...asked });
    });
  }

  hear({ id, problem, ...found }) {
    const { resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (problem) reject?.(new Error(problem));
    else resolve?.(found);
  }

  // Put the corrections on the film, and play those that are new.
  take({ frames, mistakes, cursor }, before, until) {
    const first = this.film.length;
    this.state = { cursor, mistakes };
    for (const f of frames) {
      const now = this.film.at(-1);
      const moved = f.b !== now.b || f.w.some((x, i) => x !== now.w[i]); // a reader's rule may move where it should not
      if (moved || f.error !== 0) this.film.push(f);
    }
    this.loop = loopOf(this.film);
    const last = frames.at(-1);
    this.single = frames.length === 1;
    if (this.single) {
      this.verdict = tell(last, before, this.points[last.row]);
      this.spot = last.row;
    } else this.verdict = this.judge(until, frames);
    this.play(first);
  }

  judge(until, frames) {
    const { mistakes } = this.state;
    const all = count(this.film.length - 1, "correction");
    const line = `w = ${place(frames.at(-1).w)}, b = ${plain(frames.at(-1).b)}`;
    if (mistakes.at(-1) === 0) return tr`Settled: epoch ${mistakes.length} went by without a mistake, after ${all}. ${line}.`;
    if (until === "pass") return tr`Epoch ${mistakes.length}: ${count(mistakes.at(-1), "mistake")}. ${line}.`;
    const still = tr`Not settled: after ${mistakes.length} epochs, still ${count(mistakes.at(-1), "mistake")} in the last one.`;
    if (this.loop === null) return still;
    return tr`${still} Correction ${this.loop.to} led back to where correction ${this.loop.from} had been, to the same w and b at the same point. From there it can only go round for ever.`;
  }

  play(first) {
    const rest = this.film.length - first;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (rest === 0 || still) return this.finish(true);
    this.say(tr("It learns, one correction after another."));
    this.moveOn(this.shown(first), Math.min(650, Math.max(CALM, 7000 / rest)), FLOWN);
  }

  // Which corrections are drawn: the first ones all, of the rest as many as fit into a few calm seconds.
  shown(first) {
    const end = this.film.length - 1;
    const round = this.loop && 2 * this.loop.to - this.loop.from; // the loop closes, and is walked once more
    if (round && this.loop.to >= first && round < end) return [...Array.from({ length: round - first + 1 }, (_, i) => first + i), end];
    const slow = Array.from({ length: Math.min(FIRST, end - first + 1) }, (_, i) => first + i);
    const left = end - slow.at(-1);
    const many = Math.min(REST, left);
    return [...slow, ...Array.from({ length: many }, (_, i) => slow.at(-1) + Math.round(((i + 1) * left) / many))];
  }

  // One correction: the point lights up, its vector flies to the weights, and the line swings to its new place.
  moveOn([k, ...later], pause, flown) {
    const [from, to] = [{ w: this.w, b: this.b }, this.film[k]];
    const start = performance.now();
    const flies = flown > 0 && to.error !== 0 && this.points[to.row];
    const [lasts, begins] = flies ? [FLIGHT, 0.55] : [pause, 0];
    this.spot = to.row;
    this.at = k;
    const swing = (now) => {
      const past = Math.max(0, (now - start) / lasts);
      const t = Math.min(1, Math.max(0, (past - begins) / (0.6 * (1 - begins))));
      const s = t * t * (3 - 2 * t);
      this.w = to.w.map((x, i) => from.w[i] + s * (x - from.w[i]));
      this.b = from.b + s * (to.b - from.b);
      if (t === 1) [this.w, this.b] = [[...to.w], to.b];
      this.paint();
      if (flies) this.paintFlight(Math.min(1, past / begins), this.points[to.row], to.error, from.w);
      if (past < 1) this.timer = requestAnimationFrame(swing);
      else if (later.length) this.moveOn(later, pause, flown - 1);
      else this.finish(true);
    };
    this.timer = requestAnimationFrame(swing);
  }

  stop() {
    cancelAnimationFrame(this.timer);
    this.timer = null;
    set(this.flyer, { visibility: "hidden" });
  }

  // The end of the film: the line as it was learned.
  finish(speak = Boolean(this.timer)) {
    this.stop();
    const last = this.film.at(-1);
    this.at = this.film.length - 1;
    [this.w, this.b] = [[...last.w], last.b];
    if (!this.single) this.spot = null;
    if (speak) this.say(this.verdict);
    if (speak) this.save();
    this.paint();
  }

  showFrame(k) {
    this.stop();
    this.at = k;
    const frame = this.film[k];
    [this.w, this.b, this.spot] = [[...frame.w], frame.b, frame.row];
    this.say(tr`After correction ${k} of ${this.film.length - 1}: ${this.overview()}`);
    this.draw();
  }
}

// An arrow from one place to another: a line, and a head of this size at its end.
function pointing(line, head, [x1, y1], [x2, y2], size, shown) {
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [u, v] = [(x2 - x1) / long, (y2 - y1) / long];
  const big = Math.min(size, long);
  for (const part of [line, head]) set(part, { visibility: shown ? "inherit" : "hidden" });
  set(line, { x1, y1, x2: x2 - 0.7 * big * u, y2: y2 - 0.7 * big * v });
  const side = (t) => [x2 - big * u + t * big * v, y2 - big * v - t * big * u];
  set(head, { points: [[x2, y2], side(0.45), side(-0.45)].map((p) => p.map((x) => x.toFixed(1)).join(",")).join(" ") });
}

function render({ model, el }) {
  const board = new Board(model, el);
  const heard = (message) => board.hear(message);
  const moved = () => board.reload();
  model.on("msg:custom", heard);
  model.on("change:points change:weights change:view", moved);
  return () => {
    model.off("msg:custom", heard);
    model.off("change:points change:weights change:view", moved);
    board.stop();
    board.rest();
    board.eye?.disconnect();
  };
}

export default { render };
