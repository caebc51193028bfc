// The computation-graph stepper: play forward, type the way back, nudge, follow paths, try another order.
// The mathematics stands first, as pure functions of {nodes, values}; nnlib's tests compare them with nnlib.backprop.
// What is shared with other figures stands in kit/widget.js.

// name: [the value, the slope with respect to each input, that slope in words]
const OPERATIONS = {
  add: [(...xs) => xs.reduce((a, b) => a + b), (...xs) => xs.map(() => 1), tr("a sum passes on what it gets")],
  sub: [(x, y) => x - y, () => [1, -1], tr("a difference passes on what it gets, to its second input with a minus")],
  mul: [(x, y) => x * y, (x, y) => [y, x], tr("a product passes on the slope times the other factor")],
  div: [(x, y) => x / y, (x, y) => [1 / y, -x / (y * y)], tr("the slope of x / y with respect to x is 1 / y, with respect to y it is −x / y²")],
  max: [Math.max, (x, y) => (x > y ? [1, 0] : [0, 1]), tr("a maximum passes the slope on to its larger input only")],
  neg: [(x) => -x, () => [-1], tr("the slope of −x is −1")],
  exp: [Math.exp, (x) => [Math.exp(x)], tr("e to the x is its own slope")],
  log: [Math.log, (x) => [1 / x], tr("the slope of ln x is 1 / x")],
  sigmoid: [sigmoid, (x) => [sigmoid(x) * (1 - sigmoid(x))], tr("the slope of the sigmoid is a (1 − a)")],
  tanh: [Math.tanh, (x) => [1 - Math.tanh(x) ** 2], tr("the slope of tanh is 1 − a²")],
  relu: [(x) => Math.max(x, 0), (x) => [x > 0 ? 1 : 0], tr("relu passes the slope on where its input is above 0")],
};

function ordered(nodes, values) {
  const known = new Set(Object.keys(values)), waiting = [...nodes], found = [];
  while (waiting.length) {
    const k = waiting.findIndex((node) => node[2].every((name) => known.has(name)));
    if (k < 0) throw new Error(tr("the boxes go round in a circle"));
    const [node] = waiting.splice(k, 1);
    known.add(node[0]);
    found.push(node);
  }
  return found;
}

function forward(nodes, values) {
  const all = { ...values };
  for (const [name, operation, inputs] of ordered(nodes, values)) {
    all[name] = OPERATIONS[operation][0](...inputs.map((i) => all[i]));
  }
  return all;
}

function outputOf(nodes) {
  const used = new Set(nodes.flatMap((node) => node[2]));
  return nodes.map((node) => node[0]).find((name) => !used.has(name));
}

function localSlopes(node, all) {
  return OPERATIONS[node[1]][1](...node[2].map((i) => all[i]));
}

// The edges on the way back, in a right order: every node passes on when all its own slopes have arrived.
function wayBack(nodes, values) {
  const all = forward(nodes, values), slopes = Object.fromEntries(Object.keys(all).map((n) => [n, 0]));
  slopes[outputOf(nodes)] = 1;
  const edges = [];
  for (const node of ordered(nodes, values).reverse()) {
    localSlopes(node, all).forEach((local, k) => {
      const to = node[2][k], upstream = slopes[node[0]];
      edges.push({ from: node[0], to, place: k, upstream, local, arrives: upstream * local, operation: node[1] });
    });
    for (const edge of edges.slice(-node[2].length)) slopes[edge.to] += edge.arrives;
  }
  return { edges, slopes };
}

// All paths from a name to the output: [{names, factors, product}].
function pathsFrom(nodes, values, name) {
  const all = forward(nodes, values), output = outputOf(nodes), found = [];
  const walk = (at, names, factors) => {
    if (at === output) found.push({ names, factors, product: factors.reduce((a, b) => a * b, 1) });
    for (const node of nodes) {
      localSlopes(node, all).forEach((local, k) => {
        if (node[2][k] === at) walk(node[0], [...names, node[0]], [...factors, local]);
      });
    }
  };
  walk(name, [name], []);
  return found;
}

// What the slopes become when the nodes pass on in the order given, each once, whatever has arrived by then.
function inOrder(nodes, values, order) {
  const all = forward(nodes, values), slopes = Object.fromEntries(Object.keys(all).map((n) => [n, 0]));
  slopes[outputOf(nodes)] = 1;
  for (const name of order) {
    const node = nodes.find((n) => n[0] === name);
    if (node) localSlopes(node, all).forEach((local, k) => { slopes[node[2][k]] += slopes[name] * local; });
  }
  return slopes;
}

// The wrong idea of plain recursion: whenever something arrives, pass on the whole sum so far. `seen` is called with
// the node and all its inputs each time that it passes on.
function byRecursion(nodes, values, seen = () => {}) {
  const all = forward(nodes, values), slopes = Object.fromEntries(Object.keys(all).map((n) => [n, 0]));
  const visit = (name) => {
    const node = nodes.find((n) => n[0] === name);
    if (!node) return;
    seen(node);
    localSlopes(node, all).forEach((local, k) => {
      slopes[node[2][k]] += slopes[name] * local;
      visit(node[2][k]);
    });
  };
  slopes[outputOf(nodes)] = 1;
  visit(outputOf(nodes));
  return slopes;
}

// --- Words and numbers ------------------------------------------------------------------------------------------------

const say = (x) => {
  if (!Number.isFinite(x)) return String(x);
  const short = Number(x.toPrecision(4));
  const text = Math.abs(short) >= 1e6 || (short !== 0 && Math.abs(short) < 1e-5) ? short.toExponential() : String(short);
  return signed(text);
};
const bracket = (x) => (x < 0 ? `(${say(x)})` : say(x));
const read = (text) => {
  const clean = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  const parts = clean.split("/");
  const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(clean);
  return clean === "" ? NaN : value;
};
const near = (guess, truth) => Math.abs(guess - truth) <= 0.006 * Math.abs(truth) + 0.0006;
const SYMBOLS = { add: "+", sub: MINUS, mul: "×", div: "÷", neg: MINUS, sigmoid: "σ", log: "ln" };

// --- The page ---------------------------------------------------------------------------------------------------------

const STYLE = `
.nn-step { --ink: var(--jp-ui-font-color1, #111); --paper: var(--jp-layout-color1, #fff);
  --soft: var(--jp-border-color2, #bbb); --up: #0072B2; --back: #B84A00; --good: #00704f; color: var(--ink);
  font: 15px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); max-width: 980px; }
.nn-step.dark { --up: #56B4E9; --back: #F2A65A; --good: #4fd1a5; }
.nn-step button, .nn-step select, .nn-step input { font: inherit; color: var(--ink); background: var(--paper);
  border: 1px solid var(--soft); border-radius: 6px; padding: 4px 10px; min-height: 34px; }
.nn-step button { cursor: pointer; } .nn-step button[aria-disabled="true"] { opacity: .5; cursor: default; }
.nn-step button[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
.nn-step :focus-visible { outline: 3px solid #CC79A7; outline-offset: 2px; }
.nn-step .bar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 6px 0; }
.nn-step .board { overflow-x: auto; touch-action: pan-y; border: 1px solid var(--soft); border-radius: 8px; background: var(--paper); }
.nn-step svg { display: block; }
.nn-step svg text { font: 15px var(--jp-ui-font-family, system-ui, sans-serif); }
.nn-step .box { fill: var(--paper); stroke: var(--ink); } .nn-step .name { fill: var(--ink); }
.nn-step .node[role="button"] { cursor: pointer; } .nn-step .node[role="slider"] { cursor: ew-resize; }
.nn-step .node:focus { outline: none; } .nn-step .node:focus-visible .box { stroke: #CC79A7; stroke-width: 5; }
.nn-step kbd { font: inherit; opacity: .65; margin-right: 5px; }
.nn-step .tip { fill: var(--soft); } .nn-step .back + .tip, .nn-step .path + .tip { fill: var(--back); }
.nn-step .live + .tip { fill: var(--up); } .nn-step .wire.live { stroke: var(--up); stroke-width: 3; }
.nn-step .local { fill: var(--back); font-size: 14px; paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
.nn-step .drag { fill: var(--ink); font-weight: 600; }
.nn-step .pulse { fill: var(--up); } .nn-step .pulse.back { fill: var(--back); }
@keyframes nn-step-in { from { opacity: 0; } 60% { opacity: 0; } to { opacity: 1; } }
.nn-step .fresh { animation: nn-step-in .6s; }
@media (prefers-reduced-motion: reduce) { .nn-step .fresh { animation: none; } }
.nn-step .value { fill: var(--up); font-weight: 600; } .nn-step .slope { fill: var(--back); font-style: italic; }
.nn-step .wire { fill: none; stroke: var(--soft); }
.nn-step .wire.back { stroke: var(--back); stroke-dasharray: 7 4; }
.nn-step .wire.path { stroke: var(--back); stroke-width: 5; } .nn-step .asked .box { stroke: var(--back); stroke-width: 4; }
.nn-step .on .box { stroke: var(--up); stroke-width: 4; }
.nn-step p[role="status"] { margin: 8px 0 2px; min-height: 4.4em; } .nn-step ul { margin: 4px 0; padding-left: 1.2em; }
.nn-step input[type="text"] { width: 7em; } .nn-step .tally { font-size: 14px; }
`;

// Pixels: the height of a box, the least and the most from one row to the next, how high a graph would like to be, the
// least from column to column, and from where on there is room for words on a wire.
const HIGH = 36, MARGIN = 14, CLOSE = 75, APART = 116, TALL = 340, NARROW = 26, WORDY = 62;
const WAVE = 0.45; // seconds that a pulse needs along a wire
const MODES = { forward: "Forward", backward: "Backward", nudge: "Nudge", paths: "Paths", order: "Order" };

class Stepper {
  constructor(model, element) {
    this.model = model;
    this.element = element;
    this.graphs = model.get("graphs");
    element.className = "nn-step";
    this.status = make("p", { role: "status", "aria-live": "polite" });
    this.bar = make("div", { class: "bar" });
    this.panel = make("div", { class: "bar" });
    this.board = make("div", { class: "board", tabindex: 0, role: "group", "aria-label": tr("the graph") });
    element.append(make("style", {}, STYLE), this.bar, this.panel, this.board, this.status);
    this.head = null;
    this.open(0);
    element.addEventListener("keydown", (event) => this.modeKey(event));
    this.board.addEventListener("pointerdown", (event) => this.grab(event));
    for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, () => { if (this.inviting) this.quiet(); });
    this.eye = whenSeen(this.board, () => this.invite());
    this.room = new ResizeObserver(() => { if (this.board.clientWidth !== this.width) this.drawBoard(); });
    this.room.observe(this.board);
  }

  end() {
    this.quiet();
    this.eye.disconnect();
    this.room.disconnect();
  }

  // --- Pulses

  // The wires into a node, as a pulse takes them.
  into(node) { return node[2].map((from, k) => ({ from, to: node[0], place: k })); }

  // Waves of pulses, one after the other: each a list of wires {from, to, place}, named as values flow.
  run(waves, back = false) {
    this.quiet();
    if (wantsCalm() || !waves.length) return;
    this.head = new PlayHead(waves.length, 1 / WAVE, (at, running) => {
      const wave = running ? waves[Math.floor(at)] : [];
      this.paintPulses(wave ?? [], at % 1, typeof back === "function" ? back(Math.floor(at)) : back);
    });
    this.head.play();
  }

  quiet() {
    this.inviting = false;
    this.head?.stop();
    this.head = null;
    this.layer?.replaceChildren();
  }

  paintPulses(wave, share, back) {
    while (this.layer.childElementCount > wave.length) this.layer.lastChild.remove();
    while (this.layer.childElementCount < wave.length) put(this.layer, "circle", { r: 8 });
    wave.forEach((edge, i) => {
      const wire = this.wires.get(`${edge.from}>${edge.to}#${edge.place}`), long = wire.getTotalLength();
      const { x, y } = wire.getPointAtLength((back ? 1 - share : share) * long);
      set(this.layer.children[i], { cx: x.toFixed(1), cy: y.toFixed(1), class: `pulse${back ? " back" : ""}` });
    });
  }

  // Before anybody has come near: once forward through the whole graph in blue, and once back in vermilion.
  invite() {
    if (this.touched || this.mode !== "forward") return;
    const there = ordered(this.graph.nodes, this.values).map((node) => this.into(node));
    this.run([...there, ...[...there].reverse()], (wave) => wave >= there.length);
    this.inviting = this.head !== null;
  }

  // --- The keys 1 to 5, and values that are dragged

  modeKey(event) {
    const mode = Object.keys(MODES)[Number(event.key) - 1];
    if (!mode || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select")) return;
    event.preventDefault();
    event.stopPropagation();
    this.begin(mode);
  }

  // Whether inputs can be dragged now: where every value is on the page.
  get movable() {
    return this.mode === "nudge" || (this.mode === "forward" && this.graph.nodes.every((n) => this.known.has(n[0])));
  }

  grab(event) {
    const name = event.target.closest?.('.node[role="slider"]')?.dataset.name;
    if (!name || event.button !== 0) return;
    event.preventDefault();
    this.quiet();
    const [start, from, unit] = [event.clientX, this.values[name], this.unit(name)];
    this.board.setPointerCapture(event.pointerId);
    const move = (e) => this.pull(name, Number((from + unit * Math.round((e.clientX - start) / 4)).toPrecision(9)));
    const drop = () => {
      this.board.removeEventListener("pointermove", move);
      this.settle();
      this.element.querySelector(`[data-key="${CSS.escape(`node ${name}`)}"]`)?.focus({ preventScroll: true });
    };
    this.chosen = name;
    this.board.addEventListener("pointermove", move);
    this.board.addEventListener("lostpointercapture", drop, { once: true });
  }

  // What one step of a drag or of an arrow key is worth: a tenth, or more for large values.
  unit(name) { return 10 ** Math.max(-1, Math.floor(Math.log10(Math.abs(this.graph.values[name]) || 1)) - 1); }

  // The input as the hand has it now; what hangs on it follows, old and new side by side.
  pull(name, value) {
    this.dragged = true;
    this.nudged = { ...this.values, [name]: value };
    const h = value - this.values[name];
    if (h === 0) this.tell(tr`${name} is ${say(value)}, as it was.`);
    else this.tell(this.compared(name, h));
    this.drawBoard();
  }

  settle() {
    if (this.nudged) this.values = this.nudged;
    this.nudged = null;
    this.draw();
  }

  pullKey(event, name) {
    const by = arrow(event);
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.chosen = name;
    const step = (by[0] + by[1]) * this.unit(name) * (event.shiftKey ? 0.1 : 1);
    this.pull(name, Number((this.values[name] + step).toPrecision(9)));
    this.settle();
    this.run(this.downstream(name));
  }

  // The wires that a change of this name runs along, wave by wave.
  downstream(name) {
    const moved = new Set([name]);
    return ordered(this.graph.nodes, this.values).map((node) => {
      const wires = this.into(node).filter((edge) => moved.has(edge.from));
      if (wires.length) moved.add(node[0]);
      return wires;
    }).filter((wires) => wires.length);
  }

  open(number) {
    this.touched = number > 0;
    this.graph = this.graphs[number];
    this.number = number;
    this.values = { ...this.graph.values };
    this.begin("forward");
  }

  begin(mode) {
    this.quiet();
    this.mode = mode;
    this.fresh = new Set();
    this.tries = 0;
    this.step = 0;
    this.shownPath = null;
    this.visited = [];
    this.nudged = null;
    const inputs = new Set(Object.keys(this.values));
    this.known = mode === "forward" ? inputs : new Set([...inputs, ...this.graph.nodes.map((n) => n[0])]);
    this.arrived = [];
    this.slopes = {};
    this.output = outputOf(this.graph.nodes);
    if (mode === "backward" || mode === "order") this.slopes[this.output] = 1;
    this.chosen = Object.keys(this.values)[0];
    this.welcome();
    this.draw();
  }

  welcome() {
    const f = this.output;
    this.tell({
      forward: tr`Values flow from left to right. ${this.graph.story || tr("Press Next value, and work it out before you press.")}`,
      backward: tr`The slope of ${f} with respect to itself is 1. From here, the slopes run back along the wires.`,
      nudge: tr`Choose an input, guess how much ${f} will move, and nudge it.`,
      paths: tr`Choose a name in the graph: all its paths to ${f} appear, with a product for each and their sum.`,
      order: tr`You decide which box passes on when. Start with ${f}, then choose box after box. A box passes on what has arrived by then, and only once.`,
    }[this.mode]);
  }

  tell(text) { this.status.textContent = text; this.model.set("said", text); this.model.save_changes(); }

  // --- Forward

  next(all = false) {
    const waiting = ordered(this.graph.nodes, this.values).filter((n) => !this.known.has(n[0]));
    const values = forward(this.graph.nodes, this.values);
    const steps = all ? waiting : waiting.slice(0, 1);
    this.fresh = new Set(all ? [] : steps.map((node) => node[0]));
    for (const node of steps) {
      this.known.add(node[0]);
      this.tell(`${node[0]} = ${this.formula(node, values)} = ${say(values[node[0]])}.`
        + (this.known.size === Object.keys(values).length ? tr(" That is the end of the forward pass. Now choose Backward.") : ""));
    }
    this.draw();
    this.run(steps.map((node) => this.into(node)));
  }

  formula(node, values) {
    const given = node[2].map((i) => bracket(values[i])), symbol = SYMBOLS[node[1]] || node[1];
    return given.length === 1 ? `${symbol}(${say(values[node[2][0]])})` : given.join(` ${symbol} `);
  }

  // --- Backward

  question() { return wayBack(this.graph.nodes, this.values).edges[this.step]; }

  ask() {
    const edge = this.question();
    return edge && tr`At ${edge.from} the slope is ${say(edge.upstream)}. How much of it arrives at ${edge.to}?`;
  }

  answer(text) {
    const edge = this.question(), guess = read(text);
    if (!edge) return;
    this.element.querySelector('[data-key="answer"]')?.select(); // what is typed next takes its place
    if (Number.isNaN(guess)) return this.tell(tr("Type a number, such as −4 or 0.25 or 1/3."));
    if (near(guess, edge.arrives)) return this.accept(edge, "Right: ");
    this.tries += 1;
    const hints = [
      tr("Not yet. Multiply the upstream slope by the local slope of this box."),
      tr`Not yet. Think: ${OPERATIONS[edge.operation][2]}.`,
      tr`Not yet. The local slope is ${say(edge.local)}; multiply it by ${say(edge.upstream)}.`,
    ];
    const flipped = near(-guess, edge.arrives) && edge.arrives !== 0 ? tr("The size is right, the sign is not. ") : "";
    this.tell(flipped + hints[Math.min(this.tries, 3) - 1]);
  }

  accept(edge, word) {
    const before = this.arrived.filter((e) => e.to === edge.to).length;
    this.arrived.push(edge);
    this.slopes[edge.to] = (this.slopes[edge.to] || 0) + edge.arrives;
    const sum = before ? tr` Together with what was there, ${edge.to} has ${say(this.slopes[edge.to])}: paths add up.` : "";
    this.step += 1;
    this.tries = 0;
    const end = this.question() ? "" : tr(" All slopes are there. Choose Nudge and see whether they are true.");
    this.tell(`${word}${bracket(edge.upstream)} × ${bracket(edge.local)} = ${say(edge.arrives)}.${sum}${end}`);
    this.model.set("answered", this.step);
    this.model.save_changes();
    this.fresh = new Set([edge.to]);
    this.draw(true);
    this.run([[{ from: edge.to, to: edge.from, place: edge.place }]], true);
  }

  // --- Nudge

  nudge(h) {
    this.nudged = { ...this.values, [this.chosen]: this.values[this.chosen] + h };
    this.tell(this.compared(this.chosen, h));
    this.draw();
    this.run(this.downstream(this.chosen));
  }

  // What a change of an input by h does at the end, beside what the way back says.
  compared(name, h) {
    const before = forward(this.graph.nodes, this.values)[this.output];
    const after = forward(this.graph.nodes, this.nudged)[this.output];
    const slope = wayBack(this.graph.nodes, this.values).slopes[name];
    return tr`${name} goes from ${say(this.values[name])} to ${say(this.nudged[name])}; `
      + tr`${this.output} goes from ${fine(before)} to ${fine(after)}. Change of ${this.output} divided by change of `
      + tr`${name}: ${say((after - before) / h)}. The backward pass says ${say(slope)}.`;
  }

  setValue(text) {
    const value = read(text);
    if (Number.isNaN(value)) return this.tell(tr("Type a number, such as −4 or 0.25."));
    this.values[this.chosen] = value;
    this.nudged = null;
    this.tell(tr`${this.chosen} is ${say(value)} now, and ${this.output} is ${say(forward(this.graph.nodes, this.values)[this.output])}.`);
    this.draw();
  }

  // --- Paths

  showPaths(name) {
    this.chosen = name;
    this.shownPath = null;
    const paths = pathsFrom(this.graph.nodes, this.values, name), total = paths.reduce((sum, p) => sum + p.product, 0);
    const word = paths.length === 1 ? tr("one path") : `${paths.length} paths`;
    this.tell(tr`From ${name} to ${this.output} there ${paths.length === 1 ? "is" : "are"} ${word}. `
      + `${paths.map((p) => say(p.product)).join(" + ").replaceAll("+ −", "− ")}${paths.length > 1 ? ` = ${say(total)}` : ""}: `
      + tr`the slope of ${this.output} with respect to ${name}.`);
    this.draw();
  }

  // --- Order

  visit(name) {
    if (this.visited.includes(name)) return this.tell(tr`${name} has passed on already. Each box does so once.`);
    this.visited.push(name);
    this.slopes = inOrder(this.graph.nodes, this.values, this.visited);
    const late = this.graph.nodes.filter((n) => n[2].includes(name) && !this.visited.includes(n[0])).map((n) => n[0]);
    const left = this.graph.nodes.filter((n) => !this.visited.includes(n[0]));
    let said = late.length
      ? tr`${name} passes on ${say(this.slopes[name])}, but ${late.join(" and ")} had not passed on yet. `
      : tr`${name} passes on ${say(this.slopes[name])}. `;
    if (!left.length) said += this.verdict();
    this.tell(said);
    this.draw();
    this.run([this.into(this.graph.nodes.find((n) => n[0] === name))], true);
  }

  recursive() {
    this.visited = this.graph.nodes.map((n) => n[0]);
    const waves = [];
    this.slopes = byRecursion(this.graph.nodes, this.values, (node) => waves.push(this.into(node)));
    this.tell(tr`Plain recursion: whenever something arrives at a box, the box passes on all it has, again. ${this.verdict()}`);
    this.draw();
    this.run(waves, true);
  }

  verdict() {
    const truth = wayBack(this.graph.nodes, this.values).slopes;
    const wrong = Object.keys(this.values).filter((n) => !near(this.slopes[n], truth[n]));
    return wrong.length
      ? tr`The totals are wrong: ${wrong.map((n) => tr`${n} has ${say(this.slopes[n])} instead of ${say(truth[n])}`).join(", ")}.`
      : tr("All totals are right.");
  }

  // --- Drawing

  draw(keepFocus = false) {
    const focused = document.activeElement && this.element.contains(document.activeElement)
      ? document.activeElement.dataset.key : null;
    this.element.classList.toggle("dark", isDark());
    this.drawBar();
    this.drawPanel();
    this.drawBoard();
    const back = focused && [...this.element.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focused);
    // What had the focus may be gone, as the last question is: then the graph has it, never the page.
    if (focused) (back && (keepFocus || !back.disabled) ? back : this.board).focus({ preventScroll: true });
  }

  drawBar() {
    const select = make("select", { "aria-label": "Graph", "data-key": "graph", onchange: (e) => this.open(e.target.selectedIndex) },
      ...this.graphs.map((g, k) => make("option", k === this.number ? { selected: "" } : {}, g.title)));
    const modes = Object.entries(MODES).map(([mode, label], k) => make("button", { type: "button", "data-key": mode,
      "aria-keyshortcuts": k + 1, "aria-pressed": String(mode === this.mode), onclick: () => this.begin(mode) },
      make("kbd", { "aria-hidden": "true" }, String(k + 1)), label));
    this.bar.replaceChildren(select, ...modes);
  }

  drawPanel() {
    const button = (label, press, key = label, disabled = false) => make("button", {
      type: "button", "data-key": key, onclick: () => { if (!disabled) press(); }, ...(disabled ? { "aria-disabled": "true" } : {}) }, label);
    const done = this.graph.nodes.every((n) => this.known.has(n[0]));
    const panels = {
      forward: () => [button(tr("Next value"), () => this.next(), "next", done), button(tr("All values"), () => this.next(true), "all", done),
        button(tr("Start again"), () => this.begin("forward"))],
      backward: () => this.backwardPanel(button),
      nudge: () => this.nudgePanel(button),
      paths: () => this.pathsPanel(),
      order: () => [button(tr("Plain recursion"), () => this.recursive(), "recursive"), button(tr("Start again"), () => this.begin("order")),
        make("span", {}, this.visited.length ? tr`So far: ${this.visited.join(", ")}` : "")],
    };
    this.panel.replaceChildren(...panels[this.mode]());
  }

  backwardPanel(button) {
    const asked = this.ask();
    if (!asked) return [make("span", {}, tr("Every slope is there.")), button(tr("Start again"), () => this.begin("backward"))];
    const input = make("input", { type: "text", id: `answer-${this.id()}`, inputmode: "text", autocomplete: "off", "data-key": "answer",
      onkeydown: (e) => { if (e.key === "Enter") { e.preventDefault(); this.answer(e.target.value); } e.stopPropagation(); } });
    return [make("label", { for: `answer-${this.id()}` }, asked), input,
      button("Check", () => this.answer(input.value), "check"),
      button(tr("Show it"), () => this.accept(this.question(), tr("It is ")), "show")];
  }

  nudgePanel(button) {
    const names = Object.keys(this.values);
    const choose = make("select", { "aria-label": "Input", "data-key": "input",
      onchange: (e) => { this.chosen = names[e.target.selectedIndex]; this.nudged = null; this.draw(); } },
      ...names.map((n) => make("option", n === this.chosen ? { selected: "" } : {}, n)));
    const value = make("input", { type: "text", id: `value-${this.id()}`, value: say(this.values[this.chosen]), "data-key": "value",
      onkeydown: (e) => { if (e.key === "Enter") { e.preventDefault(); this.setValue(e.target.value); } e.stopPropagation(); },
      onchange: (e) => this.setValue(e.target.value) });
    return [choose, make("label", { for: `value-${this.id()}` }, "is"), value,
      ...[0.1, 0.01, 0.001].map((h) => button(tr`Nudge by ${h}`, () => this.nudge(h), `h${h}`))];
  }

  pathsPanel() {
    const paths = pathsFrom(this.graph.nodes, this.values, this.chosen);
    const items = paths.slice(0, 12).map((path, k) => make("button", { type: "button", "data-key": `path${k}`,
      "aria-pressed": String(this.shownPath === k), onclick: () => { this.shownPath = this.shownPath === k ? null : k; this.draw(); } },
      `${path.names.join(" → ")}: ${path.factors.map(bracket).join(" × ") || "1"} = ${say(path.product)}`));
    return [make("div", { class: "bar" }, ...items)];
  }

  id() { return this.model.get("_id") || "x"; }

  // Columns and rows of the graph, spread over the frame as it is now.
  measure() {
    const places = Object.values(this.graph.places), columns = places.map((p) => p[0]), rows = places.map((p) => p[1]);
    const span = (xs) => Math.max(...xs) - Math.min(...xs);
    const across = span(columns), down = span(rows);
    this.width = this.board.clientWidth;
    this.wide = Math.max(70, ...Object.keys(this.graph.places).map((name) => 24 + 8.4 * this.written(name).length));
    const wide = Math.max(this.width, across * (this.wide + NARROW) + this.wide + 2 * MARGIN);
    this.gap = across > 0 ? (wide - this.wide - 2 * MARGIN) / across - this.wide : wide;
    const row = down > 0 ? Math.max(CLOSE, Math.min(APART, TALL / (down + 1))) : 0;
    const high = Math.max(200, down * row + HIGH + 2 * (MARGIN + 24));
    const [left, top] = [Math.min(...columns), Math.min(...rows)];
    this.size = [wide, high];
    this.spread = ([column, at]) => [
      MARGIN + this.wide / 2 + (across > 0 ? ((column - left) / across) * (wide - this.wide - 2 * MARGIN) : 0),
      (high - down * row) / 2 + (at - top) * row];
  }

  // What stands in a box: the name, and what it does where the name does not say so.
  written(name) {
    const node = this.graph.nodes.find((n) => n[0] === name);
    return node && !name.includes("·") ? `${name} ${SYMBOLS[node[1]] || node[1]}` : name;
  }

  place(name) { return this.spread(this.graph.places[name]); }

  drawBoard() {
    this.measure();
    const [width, height] = this.size;
    const now = forward(this.graph.nodes, this.values), new_ = this.nudged && forward(this.graph.nodes, this.nudged);
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": tr`Graph of ${this.graph.title}` });
    this.wires = new Map();
    this.most = Math.max(1e-9, ...wayBack(this.graph.nodes, this.values).edges.map((e) => Math.abs(e.arrives)));
    const labels = make("g", { "aria-hidden": "true", "pointer-events": "none" });
    for (const node of this.graph.nodes) node[2].forEach((from, k) => svg.append(...this.wire(node, from, k, now, new_, labels)));
    for (const name of Object.keys(this.graph.places)) svg.append(this.node(name, now, new_));
    this.layer = make("g", { "aria-hidden": "true", "pointer-events": "none" });
    svg.append(labels, this.layer);
    this.board.replaceChildren(svg);
  }

  // A wire with its arrowhead. It is as thick as the slope that it carries, and says by what it multiplies.
  wire(node, from, k, now, new_, labels) {
    const [x1, y1] = this.place(from), [x2, y2] = this.place(node[0]);
    const a = x1 + this.wide / 2, b = x2 - this.wide / 2, bend = (b - a) / 2, shift = node[2].indexOf(from) !== k ? 14 : 0;
    const carried = this.mode === "backward" && this.arrived.find((e) => e.from === node[0] && e.to === from && e.place === k);
    const path = this.mode === "paths" && this.onPath(from, node[0]), live = new_ && new_[from] !== now[from];
    const thick = carried ? 1.5 + (7 * Math.abs(carried.arrives)) / this.most : path ? 5 : 2;
    const [from_y, to_y] = [y1 + shift, y2 + shift], tip = 7 + thick / 2;
    const line = make("path", { class: `wire${carried ? " back" : ""}${path ? " path" : ""}${live ? " live" : ""}`,
      "stroke-width": live ? 3 : thick.toFixed(1), d: `M ${a} ${from_y} C ${a + bend} ${from_y}, ${b - bend} ${to_y}, ${b} ${to_y}` });
    this.wires.set(`${from}>${node[0]}#${k}`, line);
    const head = carried ? `M${a} ${from_y}l${tip + 4} ${-tip}v${2 * tip}Z` : `M${b} ${to_y}l${-tip - 4} ${-tip}v${2 * tip}Z`;
    const newest = carried && carried === this.arrived.at(-1);
    if (newest || ((carried || path) && this.gap > WORDY)) {
      const local = localSlopes(node, now)[k];
      labels.append(make("text", { class: `local${newest ? " fresh" : ""}`, x: (a + b) / 2, y: (from_y + to_y) / 2 - 9, "text-anchor": "middle" }, `× ${bracket(local)}`));
    }
    return [line, make("path", { class: "tip", d: head })];
  }

  onPath(from, to) {
    const paths = pathsFrom(this.graph.nodes, this.values, this.chosen);
    const shown = this.shownPath === null ? paths : paths.slice(this.shownPath, this.shownPath + 1);
    return shown.some((p) => p.names.some((n, i) => n === from && p.names[i + 1] === to));
  }

  // How a box answers to hand and keys: pressed in two of the modes, dragged where it is an input.
  gestures(name, node, now) {
    const press = this.mode === "paths" ? () => this.showPaths(name) : this.mode === "order" && node ? () => this.visit(name) : null;
    if (press) return { role: "button", tabindex: 0, onclick: press,
      onkeydown: (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); press(); } } };
    if (node || !this.movable) return { role: "img" };
    return { role: "slider", tabindex: 0, "aria-valuenow": now[name], "aria-valuetext": say(now[name]), "data-name": name,
      onkeydown: (e) => this.pullKey(e, name) };
  }

  node(name, now, new_) {
    const [x, y] = this.place(name), node = this.graph.nodes.find((n) => n[0] === name);
    const edge = this.mode === "backward" ? this.question() : null;
    const asked = edge && edge.to === name, on = (this.mode === "paths" || this.mode === "nudge") && this.chosen === name;
    const moved = new_ && new_[name] !== now[name];
    const value = !this.known.has(name) ? "?" : moved ? `${say(now[name])} → ${say(new_[name])}` : say(now[name]);
    const slope = name in this.slopes ? say(this.slopes[name]) : "";
    const label = tr`${name}${node ? tr`, ${node[1]} of ${node[2].join(" and ")}` : ""}: value ${value === "?" ? tr("not known yet") : value}${slope ? tr`, slope ${slope}` : ""}`;
    const fresh = this.fresh.has(name) ? " fresh" : "";
    const group = make("g", { class: `node${asked ? " asked" : ""}${on ? " on" : ""}`, "aria-label": label, "data-key": `node ${name}`,
      ...this.gestures(name, node, new_ ?? now) },
      make("rect", { class: "box", x: x - this.wide / 2, y: y - HIGH / 2, width: this.wide, height: HIGH, rx: 9, "stroke-width": node ? 2 : 1.2 }),
      make("text", { class: "name", x, y: y + 5, "text-anchor": "middle" }, this.written(name)),
      make("text", { class: `value${this.mode === "forward" ? fresh : ""}`, x, y: y - HIGH / 2 - 6, "text-anchor": "middle" }, value));
    const below = (text, look) => group.append(make("text", { class: look, x, y: y + HIGH / 2 + 17, "text-anchor": "middle" }, text));
    if (slope) below(tr`slope ${slope}`, `slope${fresh}`);
    else if (this.movable && name === this.chosen && !this.dragged) below(tr("↔ drag me"), "drag");
    return group;
  }
}

const fine = (x) => signed(Number(x.toPrecision(7)));
const isDark = () => {
  const theme = document.body && document.body.dataset.jpThemeLight;
  return theme ? theme === "false" : window.matchMedia("(prefers-color-scheme: dark)").matches;
};

function render({ model, el }) {
  const stepper = new Stepper(model, el);
  const watch = new MutationObserver(() => el.classList.toggle("dark", isDark()));
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => { watch.disconnect(); stepper.end(); stepper.element.replaceChildren(); };
}

export { forward, wayBack, pathsFrom, inOrder, byRecursion, read, near };
export default { render };
