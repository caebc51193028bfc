// What the figures in JavaScript share: numbers as a reader hears them, polygons cut by a line, and building a page.
//
// A figure's own file follows this one in the same module (`kit/script.py`), and uses these by name.

// ---- sentences ------------------------------------------------------------------------------------

// A sentence in the reader's language: tr("Start again"), or tr`pass ${n}`, which is looked up as "pass {0}".
// WORDS is what `kit/script.py` puts in front: the sentences that have a translation.
export const tr = (text, ...values) => {
  const key = typeof text === "string" ? text : text.reduce((all, piece, i) => `${all}{${i - 1}}${piece}`);
  return (WORDS[key] ?? key).replace(/\{(\d+)\}/g, (whole, i) => (i in values ? String(values[i]) : whole));
};

// ---- numbers --------------------------------------------------------------------------------------

export const MINUS = "−";

// With a real minus sign, as wide as a plus.
export const signed = (text) => String(text).replaceAll("-", MINUS);

// At most `digits` places after the point, and no zeros at the end: 0.25, −3, 0.
export const plain = (x, digits = 2) => {
  const rounded = Number(x.toFixed(digits)) + 0;
  return signed(Math.abs(rounded) < 1e-12 ? 0 : rounded);
};

// 10 to this power, in small raised figures: raised(-5) is "⁻⁵".
export const raised = (n) => [...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");

// A number that may be very large or small: 0.45, 750, 4.0 × 10⁻⁶.
export const scaled = (x, digits = 2) => {
  if (x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5)) return signed(Number(x.toPrecision(digits)));
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return `${signed(mantissa)} × 10${raised(Number(exponent))}`;
};

export const place = (p) => `(${plain(p[0])}, ${plain(p[1])})`;

// ---- arithmetic -----------------------------------------------------------------------------------

// Both branches are needed: exp of a large number has no finite value.
export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

// Numbers between 0 and 1 that look random and come again with the same seed (mulberry32).
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const normal = (roll) => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

// The corners of the square [low, high]^2.
export const box = (low, high) => [[low, low], [high, low], [high, high], [low, high]];

// The part of a polygon where side(corner) >= 0, corner after corner; `side` grows along a straight line.
export function clipped(polygon, side) {
  const found = [];
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    const [here, there] = [side(p), side(q)];
    if (here >= 0) found.push(p);
    if (here * there < 0) {
      const t = here / (here - there);
      found.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
  });
  return found;
}

// ---- the page -------------------------------------------------------------------------------------

const SVG = new Set(["svg", "g", "path", "line", "circle", "rect", "polygon", "polyline", "text", "tspan", "title", "defs", "pattern", "clipPath"]);
const FOCUSED = new Set(["button", "input", "select", "summary"]);

// An element with these attributes and children. A function under "onclick" listens; what is false or undefined is
// left out, as is a child that is null.
function make(tag, attributes = {}, ...children) {
  const found = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") found.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) set(found, { [name]: value });
  }
  // JupyterLab has keys of its own (a, b, Enter, Delete ...) and asks the focused element itself whether to be quiet.
  if ("tabindex" in attributes || FOCUSED.has(tag)) set(found, { "data-lm-suppress-shortcuts": "true" });
  found.append(...children.filter((child) => child !== null));
  return found;
}

// The same, at the end of `parent`.
function put(parent, tag, attributes = {}, ...children) {
  const found = make(tag, attributes, ...children);
  parent.append(found);
  return found;
}

// Only what changes is written: a page is laid out anew for every attribute.
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const written = String(value);
    if (element.getAttribute(name) !== written) element.setAttribute(name, written);
  }
}

// Which way an arrow key points, [right, up]; undefined for any other key.
const arrow = (event) => ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] })[event.key];

// ---- moving by itself -----------------------------------------------------------------------------

// Whether the reader has asked their system for little movement: then the end is shown, and nothing plays by itself.
const wantsCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// Call act() once, as soon as a good part of the element is on the screen.
function whenSeen(element, act) {
  const eye = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    eye.disconnect();
    act();
  }, { threshold: 0.4 });
  eye.observe(element);
  return eye;
}

// A play head that runs from 0 to `length` at `speed` units a second; paint(at, running) draws every frame.
class PlayHead {
  constructor(length, speed, paint) {
    Object.assign(this, { length, speed, paint, at: length, timer: null });
  }

  get running() {
    return this.timer !== null;
  }

  play(from = 0) {
    this.stop();
    let [before, at] = [performance.now(), from];
    const frame = (now) => {
      at = Math.min(this.length, at + ((now - before) / 1000) * this.speed);
      before = now;
      this.timer = at < this.length ? requestAnimationFrame(frame) : null;
      this.show(at);
    };
    this.timer = requestAnimationFrame(frame);
  }

  stop() {
    cancelAnimationFrame(this.timer);
    this.timer = null;
  }

  show(at) {
    this.at = Math.max(0, Math.min(this.length, at));
    this.paint(this.at, this.running);
  }
}

// ---- a stage: a plane in units instead of pixels, and handles on it that are dragged --------------------------------

const STAGE = `
.nn-stage { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color2, #bbb); --one: #0072B2; --two: #B54A00; --three: #00724F; --focus: #111; color: var(--ink);
  font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); padding: 6px 2px; max-width: 760px; }
[data-jp-theme-light="false"] .nn-stage { --one: #7CC6F2; --two: #FF9E5E; --three: #4FD8AA; --focus: #fff; }
.nn-stage svg.stage { width: 100%; display: block; touch-action: none; user-select: none; background: var(--paper); }
.nn-stage svg text { fill: var(--ink); font-size: 16px; pointer-events: none; paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.nn-stage .frame { fill: none; stroke: var(--ink); opacity: 0.6; } .nn-stage .grid { stroke: var(--rule); opacity: 0.45; }
.nn-stage .handle { cursor: grab; } .nn-stage .handle:focus { outline: none; } .nn-stage .reach { fill: transparent; }
.nn-stage .halo { fill: none; stroke: none; stroke-width: 3; } .nn-stage .handle:focus > .halo { stroke: var(--focus); stroke-dasharray: 5 3; }
.nn-stage .row { display: flex; flex-wrap: wrap; gap: 4px 18px; } .nn-stage .row > div { flex: 1 1 300px; min-width: 0; }
.nn-stage text.ask { font-weight: 600; }
.nn-stage label { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
.nn-stage input[type="range"] { flex: 1 1 160px; max-width: 320px; accent-color: var(--ink); }
.nn-stage input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-stage fieldset { border: 0; margin: 0 0 4px; padding: 0; display: flex; flex-wrap: wrap; gap: 0 16px; align-items: center; min-width: 0; }
.nn-stage legend { float: left; padding: 0; margin-right: 2px; } .nn-stage fieldset label { gap: 6px; min-height: 26px; }
.nn-stage input[type="radio"] { width: 18px; height: 18px; margin: 0; accent-color: var(--one); }
.nn-stage button { font: inherit; color: var(--ink); background: var(--jp-layout-color2, #eee); min-height: 32px; padding: 3px 14px;
  border: 1px solid var(--jp-border-color1, #999); border-radius: 4px; cursor: pointer; } .nn-stage button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-stage b.title { display: block; font-size: 16px; font-variant-numeric: tabular-nums; } .nn-stage .band label { flex: 0 1 340px; }
.nn-stage .band fieldset label { flex: none; } .nn-stage .band { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: center; }
.nn-stage [hidden] { display: none; } .nn-stage .book { fill: none; stroke: var(--ink); opacity: 0.28; stroke-width: 9; stroke-linecap: round; stroke-linejoin: round; }
.nn-stage p { margin: 4px 0 0; } .nn-stage .said { min-height: 3em; } .nn-stage .help { font-size: 14px; }
`;

let stages = 0; // several on one page need different names

class Stage {
  // `x` and `y` are the ends of the plane in its own units; laid() is called whenever the page gives it another width,
  // and draws everything anew: words keep their size on a telephone.
  constructor(parent, { label, help, x, y, share = 0.56, edge = 38, least = 270 }, laid) {
    Object.assign(this, { x, y, edge, width: 0, laid });
    this.svg = put(parent, "svg", { class: "stage", role: "application", "aria-label": label, ...(help ? { "aria-describedby": help } : {}) });
    this.ground = put(this.svg, "g", { "aria-hidden": "true" });
    // What runs over the ends of the plane goes into `inside`, and is cut there.
    const name = `nn-stage-${(stages += 1)}`;
    this.cut = put(put(put(this.svg, "defs"), "clipPath", { id: name }), "rect");
    this.inside = put(this.svg, "g", { "clip-path": `url(#${name})` });
    const lay = () => {
      const width = this.svg.clientWidth || 640;
      if (width === this.width) return;
      [this.width, this.height] = [width, Math.round(Math.max(least, share * width))];
      set(this.svg, { viewBox: `0 0 ${width} ${this.height}`, height: this.height });
      set(this.cut, { x: edge, y: 8, width: width - edge - 8, height: this.height - edge - 8 });
      laid();
    };
    this.room = new ResizeObserver(lay);
    this.lay = () => { lay(); this.room.observe(this.svg); };
  }

  end() {
    this.room.disconnect();
  }

  at([x, y]) {
    const share = (v, [low, high]) => (v - low) / (high - low);
    return [this.edge + share(x, this.x) * (this.width - this.edge - 8), this.height - this.edge - share(y, this.y) * (this.height - this.edge - 8)];
  }

  under(event) {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    const along = (v, [low, high]) => low + v * (high - low);
    return [along((p.x - this.edge) / (this.width - this.edge - 8), this.x), along((this.height - this.edge - p.y) / (this.height - this.edge - 8), this.y)];
  }

  // A place, brought back to where the plane ends.
  within([x, y]) {
    const keep = (v, [low, high]) => Math.max(low, Math.min(high, v));
    return [keep(x, this.x), keep(y, this.y)];
  }

  path(points) {
    return `M${points.map((p) => this.at(p).map((v) => v.toFixed(1)).join(",")).join("L")}`;
  }

  // A line of the grid and a number at each of these places; [place, text] has a text of its own. Axes may have names.
  ticks(xs, ys, [across, up] = ["", ""]) {
    this.ground.replaceChildren();
    const named = (places) => places.map((v) => (Array.isArray(v) ? v : [v, plain(v)]));
    const [left, right, low, high] = [this.edge, this.width - 8, this.height - this.edge, 8];
    named(xs).forEach(([x, text]) => {
      const [at] = this.at([x, 0]);
      put(this.ground, "line", { class: "grid", x1: at, x2: at, y1: low, y2: high });
      put(this.ground, "text", { x: at, y: low + 20, "text-anchor": "middle" }, text);
    });
    named(ys).forEach(([y, text]) => {
      const [, at] = this.at([0, y]);
      put(this.ground, "line", { class: "grid", x1: left, x2: right, y1: at, y2: at });
      put(this.ground, "text", { x: left - 6, y: at + 5, "text-anchor": "end" }, text);
    });
    put(this.ground, "text", { x: right - 4, y: low - 9, "text-anchor": "end" }, across);
    put(this.ground, "text", { x: left + 8, y: high + 15 }, up);
    put(this.ground, "path", { class: "frame", d: `M${left},${high}V${low}H${right}` });
  }

  // Something to take into the hand: move(place) while it is dragged, push([right, up], small) for an arrow key, and
  // done() after each of both.
  handle(label, shape, { move, push, done = () => {} }) {
    const grip = put(this.svg, "g", { class: "handle", tabindex: 0, role: "slider", "aria-label": label },
      make("circle", { class: "reach", r: 24 }), shape, make("circle", { class: "halo", r: 19 }));
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grip.focus({ preventScroll: true });
      grip.setPointerCapture(event.pointerId);
      const drag = (e) => move(this.under(e));
      grip.addEventListener("pointermove", drag);
      grip.addEventListener("lostpointercapture", () => { grip.removeEventListener("pointermove", drag); done(); }, { once: true });
    });
    grip.addEventListener("keydown", (event) => {
      const by = arrow(event);
      if (!by) return;
      event.preventDefault();
      push(by, event.shiftKey);
      done();
    });
    return grip;
  }

  // Another part of the plane, or other units.
  zoom(x, y) {
    if (`${[x, y]}` === `${[this.x, this.y]}`) return;
    Object.assign(this, { x, y });
    if (this.width) this.laid();
  }

  // Where a handle stands, and how that is said.
  put(grip, place, now, [low, high], text) {
    set(grip, { transform: `translate(${this.at(place).map((v) => v.toFixed(1)).join(",")})`, "aria-valuemin": low, "aria-valuemax": high,
      "aria-valuenow": Number(now.toFixed(4)), "aria-valuetext": text });
  }
}

// ---- a figure that is taken into the hand -----------------------------------------------------------------------------

let inHands = 0; // several on one page need different names

// What such figures do alike. A subclass has build(), which makes its stages and handles; show(), which draws
// `this.now`, the widget's traits; sentence(), which says what is drawn; and may have sway(t, home), the traits at the
// share t of the first seconds, home again at 1; and at(), what the reader's own function is to be asked.
class InHand {
  constructor(model, el, name, traits, looks) {
    Object.assign(this, { model, traits, touched: false, stages: [], id: `${name}-${(inHands += 1)}` });
    this.now = Object.fromEntries(traits.map((trait) => [trait, model.get(trait)]));
    this.root = put(el, "div", { class: `nn-stage ${name}` });
    put(this.root, "style", {}, STAGE + looks);
    this.build();
    this.stages.forEach((stage) => stage.lay());
    this.draw();
    this.listen();
    this.eye = whenSeen(this.root, () => this.open());
    for (const near of ["pointerenter", "focusin"]) this.root.addEventListener(near, () => this.settle());
  }

  listen() {
    this.news = () => { if (!this.saving) this.reload(); };
    this.heard = [[this.traits.map((trait) => `change:${trait}`).join(" "), this.news], ["change:own", () => this.draw()]];
    this.heard.forEach(([names, act]) => this.model.on(names, act));
  }

  // The words under the picture: what it says, what the reader's function says, and what to do.
  foot(help) {
    this.said = put(this.root, "p", { class: "said", role: "status" });
    this.verdict = put(this.root, "p", { class: "verdict", hidden: true });
    put(this.root, "p", { class: "help", id: `${this.id}-help` }, help);
  }

  stage(parent, plane, laid) {
    const found = new Stage(parent, { help: `${this.id}-help`, ...plane }, () => { laid(found); this.paint(); });
    this.stages.push(found);
    return found;
  }

  // One of several words, by radio buttons: options are [value, text].
  choice(parent, legend, trait, options) {
    const radios = options.map(([value]) => make("input", { type: "radio", name: `${this.id}-${trait}`, value, onchange: () => { this.change({ [trait]: value }); this.save(); } }));
    put(parent, "fieldset", {}, make("legend", {}, legend), ...radios.map((radio, i) => make("label", {}, radio, options[i][1])));
    return () => radios.forEach((radio) => { radio.checked = radio.value === String(this.now[trait]); });
  }

  // A slider for one trait: [low, high, step], and its name with the value, said by name(value).
  slider(parent, trait, label, [min, max, step], name) {
    const box = put(parent, "label", {}), text = put(box, "span", {});
    const bar = put(box, "input", { type: "range", min, max, step, "aria-label": label,
      oninput: () => this.change({ [trait]: Number(bar.value) }), onchange: () => this.save() });
    return () => { text.textContent = name(this.now[trait]); bar.value = this.now[trait]; set(bar, { "aria-valuetext": name(this.now[trait]) }); return box; };
  }

  // What hand or keys have changed; where a function of the reader's is asked, Python hears of it at once.
  change(news) {
    this.touched = true;
    this.head?.stop();
    Object.assign(this.now, news);
    this.draw();
    if (this.asks) this.save();
  }

  save() {
    this.saving = true; // what is set here is no news
    this.traits.forEach((trait) => this.model.set(trait, this.now[trait]));
    this.saving = false;
    this.model.save_changes();
  }

  reload() {
    this.settle();
    this.traits.forEach((trait) => { this.now[trait] = this.model.get(trait); });
    this.draw();
  }

  // Not before every stage knows how wide it is.
  paint() {
    if (this.stages.every((stage) => stage.width)) this.show();
  }

  draw() {
    this.paint();
    this.answer();
    this.speak();
  }

  // Seen for the first time, it moves by itself, until a hand comes near.
  open() {
    if (wantsCalm() || this.touched || this.asks || !this.sway) return;
    this.home = { ...this.now };
    set(this.said, { "aria-live": "off" });
    this.head = new PlayHead(1, 0.35, (t, running) => {
      Object.assign(this.now, this.sway(t, this.home));
      this.paint();
      this.said.textContent = this.sentence();
      if (!running) set(this.said, { "aria-live": "polite" });
    });
    this.head.show(0);
    this.head.play();
  }

  settle() {
    if (!this.head?.running) return;
    this.head.stop();
    this.head.show(1);
    Object.assign(this.now, this.home);
    this.draw();
  }

  // ---- the reader's own function: Python asks it, and leaves in `own` what it said, and of what (`at`) ----

  get asks() {
    return "at" in (this.model.get("own") ?? {});
  }

  // What it said, or null where it has not been asked about what is on the picture. A moment is given to Python.
  get own() {
    if (!this.asks) return null;
    const said = this.model.get("own");
    const fits = JSON.stringify(said.at) === JSON.stringify(this.at());
    if (fits || !this.waiting) clearTimeout(this.waiting);
    if (fits) [this.waiting, this.late] = [null, false];
    else if (!this.waiting && !this.late) this.waiting = setTimeout(() => { [this.waiting, this.late] = [null, true]; this.draw(); }, 600);
    return (fits || !this.late) && !said.error ? said : null;
  }

  answer() {
    if (!this.asks) return;
    const { own, late } = this;
    const { error } = this.model.get("own");
    this.verdict.hidden = own !== null;
    if (own) return;
    this.verdict.textContent = error && !late ? tr`Your function says: ${error}` : tr("Only Python can ask your function about this: run this cell again.");
  }

  speak() {
    clearTimeout(this.speech);
    this.speech = setTimeout(() => { this.said.textContent = this.sentence(); }, this.said.textContent ? 120 : 0);
  }

  end() {
    this.head?.stop();
    this.eye.disconnect();
    this.stages.forEach((stage) => stage.end());
    this.heard.forEach(([names, act]) => this.model.off(names, act));
    clearTimeout(this.speech);
    clearTimeout(this.waiting);
  }
}

// What a figure's module gives away, render(), for one of these: its class in the page, its traits, its looks.
const inHand = (Kind, name, traits, looks) => ({ model, el }) => {
  const figure = new Kind(model, el, name, traits, looks);
  return () => figure.end();
};
