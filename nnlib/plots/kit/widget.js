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

export const place = (p) => `(${plain(p[0])}, ${plain(p[1])})`;

// ---- arithmetic -----------------------------------------------------------------------------------

// Both branches are needed: exp of a large number has no finite value.
export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

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

const SVG = new Set(["svg", "g", "path", "line", "circle", "rect", "polygon", "polyline", "text", "tspan", "title", "defs", "pattern"]);
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
