// The API x-ray: choose a call of Sequential, see the network that it makes or moves, and the code that runs.
//
// Nothing is computed here: the losses, scores and probabilities come from one training in Python. What is shared with
// other figures stands in kit/widget.js.

const WIDE = 640;
const HIGH = 250;
const STAY = 5200; // milliseconds that a call is on screen while the x-ray shows itself
const MOVE = 3600; // milliseconds in which a call's drawing runs to its end

// How much of a call's drawing is done, from 0 to 1, `spent` milliseconds after it began.
export const progress = (spent, move = MOVE) => Math.min(Math.max(spent / move, 0), 1);

// The number of epochs that are drawn at this progress: at least one, at the end all.
export const epochsAt = (share, epochs) => Math.max(1, Math.round(share * epochs));

// The points "x,y x,y ..." of a curve of `values` in a box; `top` is the value at its upper edge.
export function curve(values, count, { x, y, width, height }, top) {
  const step = width / Math.max(values.length - 1, 1);
  return values.slice(0, count).map((v, i) => `${(x + i * step).toFixed(1)},${(y + height * (1 - v / top)).toFixed(1)}`).join(" ");
}

const STYLE = `
.nn-xray { --ink: var(--jp-ui-font-color1, #1d1d1d); --paper: var(--jp-layout-color1, #fff); --rule: var(--jp-border-color2, #bbb);
  --soft: var(--jp-layout-color2, #f2f2f2); --go: #0072B2; --back: #B54A00; --focus: #111; color: var(--ink);
  font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); display: grid; gap: 8px 18px; padding: 6px 2px;
  grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); max-width: 1000px; box-sizing: border-box; }
@media (max-width: 720px) { .nn-xray { grid-template-columns: minmax(0, 1fr); } }
[data-jp-theme-light="false"] .nn-xray { --go: #7CC6F2; --back: #F0B040; --focus: #fff; }
.nn-xray ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 5px; }
.nn-xray li { margin: 0; padding: 0; }
.nn-xray button { font: inherit; color: var(--ink); background: var(--soft); border: 1px solid var(--rule); border-radius: 5px;
  padding: 4px 9px; cursor: pointer; }
.nn-xray li button { width: 100%; text-align: left; font: 14px/1.35 var(--jp-code-font-family, monospace);
  overflow-wrap: anywhere; border-left: 6px solid var(--rule); }
.nn-xray li button[aria-current="true"] { border: 2px solid var(--go); border-left: 8px solid var(--go); background: var(--paper); font-weight: 600; }
.nn-xray button:focus-visible, .nn-xray summary:focus-visible, .nn-xray pre:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.nn-xray .side { display: flex; flex-direction: column; gap: 8px; min-width: 0; }
.nn-xray svg { width: 100%; height: auto; display: block; background: var(--paper); border: 1px solid var(--rule); border-radius: 5px; }
.nn-xray text { fill: var(--ink); font-size: 19px; }
.nn-xray text.small { font-size: 17px; }
.nn-xray .layer { fill: var(--soft); stroke: var(--ink); stroke-width: 1.5; }
.nn-xray .new { stroke: var(--go); stroke-width: 4; }
.nn-xray .choice { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
.nn-xray .wire { stroke: var(--rule); stroke-width: 3; }
.nn-xray .pulse { fill: var(--go); } .nn-xray .pulse.back { fill: var(--back); }
.nn-xray polyline { fill: none; stroke-width: 3.5; stroke: var(--go); } .nn-xray polyline.held { stroke: var(--back); stroke-dasharray: 8 5; }
.nn-xray .bar { fill: var(--go); } .nn-xray .bar.no { fill: var(--rule); }
.nn-xray p { margin: 0; } .nn-xray .said { min-height: 3em; font-weight: 600; }
.nn-xray details { border: 1px solid var(--rule); border-radius: 5px; } .nn-xray summary { padding: 4px 9px; cursor: pointer; }
.nn-xray summary code { background: none; color: inherit; font: 14px var(--jp-code-font-family, monospace); }
.nn-xray .mine { color: var(--go); font-weight: 700; }
.nn-xray pre { margin: 0; padding: 6px 10px; overflow: auto; max-height: 16em; background: var(--soft); color: var(--ink);
  font: 13px/1.4 var(--jp-code-font-family, monospace); border-top: 1px solid var(--rule); }
.nn-xray .below { grid-column: 1 / -1; }
`;

const LAYERS = [{ x: 20, name: "Flatten", size: "8 × 8 → 64" }, { x: 190, name: "Dense", size: "64 → 32" }, { x: 360, name: "Dense", size: "32 → 10" }];
const CURVES = { x: 60, y: 140, width: 540, height: 86 };

class Xray {
  constructor(model, el) {
    this.calls = model.get("calls");
    this.run = model.get("run");
    this.at = 0;
    this.root = make("div", { class: "nn-xray" });
    put(this.root, "style", {}, STYLE);
    this.build();
    el.append(this.root);
    const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.playing = !still;
    this.still = still;
    this.choose(still ? 5 : 0, !still);
  }

  build() {
    const left = put(this.root, "div", { class: "side" });
    const list = put(left, "ol", { "aria-label": tr("Calls of a Sequential model") });
    this.buttons = this.calls.map((call, i) =>
      put(put(list, "li"), "button", { type: "button", onclick: () => this.take(i), onkeydown: (event) => this.key(event, i) }, call.line));
    this.player = put(left, "button", { type: "button", onclick: () => this.toggle() });
    const right = put(this.root, "div", { class: "side" });
    this.svg = put(right, "svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": tr("The network as it is after this call") });
    this.said = put(right, "p", { class: "said", role: "status" });
    this.head = put(right, "p", {});
    this.code = put(right, "div", { class: "side" });
    put(this.root, "p", { class: "below" }, tr("Click a call, or walk with the arrow keys up and down. Below the drawing stands what runs: open a name to read its code."));
    this.root.addEventListener("pointerdown", () => this.pause());
  }

  // -- moving

  key(event, i) {
    const way = arrow(event);
    if (!way || way[1] === 0) return;
    event.preventDefault();
    const next = Math.min(Math.max(i - way[1], 0), this.calls.length - 1);
    this.take(next);
    this.buttons[next].focus();
  }

  take(i) {
    this.pause();
    this.choose(i, !this.still);
  }

  pause() {
    this.playing = false;
    this.name();
  }

  toggle() {
    this.playing = !this.playing;
    this.name();
    this.choose(this.playing ? (this.at + 1) % this.calls.length : this.at, this.playing || !this.still);
  }

  name() {
    this.player.textContent = this.playing ? tr("stop here") : tr("show all calls in turn");
  }

  choose(i, moving) {
    this.at = i;
    this.buttons.forEach((button, k) => set(button, { "aria-current": k === i }));
    this.name();
    this.list();
    this.stop();
    this.began = performance.now();
    if (!moving) return this.draw(1);
    const frame = (now) => {
      const spent = now - this.began;
      if (this.playing && spent > STAY) return this.choose((this.at + 1) % this.calls.length, true);
      this.draw(progress(spent));
      if (this.playing || spent < MOVE) this.asked = requestAnimationFrame(frame);
      return undefined;
    };
    this.draw(0);
    this.asked = requestAnimationFrame(frame);
    return undefined;
  }

  stop() {
    cancelAnimationFrame(this.asked);
  }

  // -- what runs

  list() {
    const call = this.calls[this.at];
    set(this.said, { "aria-live": this.playing ? "off" : "polite" });
    if (this.said.textContent !== call.says) this.said.textContent = call.says;
    this.head.textContent = call.pieces.length
      ? tr`What runs, in this order (${call.pieces.length}):`
      : tr("No function of yours runs here.");
    this.code.replaceChildren(...call.pieces.map((piece) => this.piece(piece)));
  }

  piece({ name, whose, code }) {
    const mine = whose !== this.calls[1].pieces[0].whose || whose === "yours";
    const owner = make("span", { class: mine && whose === "yours" ? "mine" : "" }, ` · ${whose}`);
    const box = make("details", {}, make("summary", { tabindex: 0 }, make("code", {}, name), owner));
    put(box, "pre", { tabindex: 0, "aria-label": tr`Code of ${name}` }, code);
    return box;
  }

  // -- the drawing

  draw(share) {
    const parts = [];
    const add = (tag, attributes, ...children) => parts.push(make(tag, attributes, ...children));
    const layers = Math.min(this.at, 3);
    LAYERS.slice(0, layers).forEach((layer, i) => this.layer(add, layer, i, i === this.at - 1 ? share : 1));
    if (layers === 0) add("text", { x: WIDE / 2, y: 70, "text-anchor": "middle" }, tr("an empty list: [ ]"));
    if (this.at >= 4) this.choices(add, this.at === 4 ? share : 1);
    if (this.at === 5) this.training(add, share);
    if (this.at === 6) this.scores(add, share);
    if (this.at === 7) this.answer(add, share);
    this.svg.replaceChildren(...parts);
  }

  layer(add, { x, name, size }, i, share) {
    const height = 90 * Math.min(2 * share, 1);
    if (i > 0) add("line", { class: "wire", x1: x - 30, y1: 65, x2: x, y2: 65 });
    add("rect", { class: i === this.at - 1 ? "layer new" : "layer", x, y: 65 - height / 2, width: 140, height, rx: 6 });
    if (share < 0.4) return;
    add("text", { x: x + 70, y: 52, "text-anchor": "middle" }, name);
    add("text", { x: x + 70, y: 76, "text-anchor": "middle", class: "small" }, size);
    add("text", { x: x + 70, y: 98, "text-anchor": "middle", class: "small" }, ["0", "2,080", "330"][i]);
  }

  choices(add, share) {
    add("line", { class: "wire", x1: 500, y1: 65, x2: 525, y2: 65 });
    [["loss", 20], ["step", 55], ["accuracy", 90]].forEach(([text, y], i) => {
      if (share < i / 3) return;
      add("rect", { class: "choice", x: 525, y, width: 105, height: 29, rx: 5 });
      add("text", { x: 577, y: y + 21, "text-anchor": "middle", class: "small" }, text);
    });
  }

  // A ball that runs through the layers, and, where the network learns, back again; one second and more for each way.
  pulse(add, share, both) {
    const way = (share * 3) % 1;
    const there = both ? (way < 0.5 ? 2 * way : 2 - 2 * way) : way;
    const back = both && way >= 0.5;
    add("circle", { class: back ? "pulse back" : "pulse", cx: 20 + 510 * there, cy: 122, r: 9 });
  }

  training(add, share) {
    const { loss, val_loss: held } = this.run;
    const shown = epochsAt(share, loss.length);
    const top = 1.05 * Math.max(...loss, ...held);
    if (share < 1) this.pulse(add, share, true);
    add("line", { class: "wire", x1: CURVES.x, y1: 226, x2: 600, y2: 226 });
    add("polyline", { points: curve(loss, shown, CURVES, top) });
    add("polyline", { class: "held", points: curve(held, shown, CURVES, top) });
    const said = tr`epoch ${shown} of ${loss.length}: loss ${plain(loss[shown - 1])}, val_loss (dashed) ${plain(held[shown - 1])}`;
    add("text", { x: WIDE / 2, y: 246, "text-anchor": "middle", class: "small" }, said);
  }

  scores(add, share) {
    const [loss, accuracy] = this.run.test;
    if (share < 1) this.pulse(add, share, false);
    if (share < 0.3) return;
    add("text", { x: WIDE / 2, y: 175, "text-anchor": "middle" }, `[${plain(loss, 3)}, ${plain(accuracy, 3)}]`);
    add("text", { x: WIDE / 2, y: 205, "text-anchor": "middle", class: "small" }, tr("the loss, and the share of right answers"));
  }

  answer(add, share) {
    this.run.image.forEach((row, i) => row.forEach((ink, j) =>
      add("rect", { x: 20 + 12 * j, y: 142 + 12 * i, width: 12, height: 12, fill: `rgb(${[1, 1, 1].map(() => Math.round(255 * (1 - ink))).join(",")})` })));
    if (share < 1) this.pulse(add, share, false);
    const best = this.run.proba.indexOf(Math.max(...this.run.proba));
    this.run.proba.forEach((p, k) => {
      const height = 66 * p * share;
      add("rect", { class: k === best ? "bar" : "bar no", x: 170 + 44 * k, y: 222 - height, width: 30, height });
      add("text", { x: 185 + 44 * k, y: 242, "text-anchor": "middle", class: "small" }, String(k));
    });
  }
}

function render({ model, el }) {
  const xray = new Xray(model, el);
  return () => {
    xray.playing = false;
    xray.stop();
  };
}

export default { render };
