// A figure in a notebook that is opened again, for JupyterLab and Notebook 7; a card with its button; a tab's name.
//
// What Python knew of a widget ends with its kernel, and JupyterLab then shows an error in the place of the figure, not
// the still picture that is stored beside it. So a figure has an output type of its own (`kit/image.py`), which this
// file draws: the widget while there is one; else the figure's JavaScript, if it moves without Python; else the still
// picture with its words. A line of text above says what has happened. All sentences come with the output.
//
// Two more things of the book's notebooks are here: the button of a green card (`nnlib/grading/card.py`), which keeps a
// function, and tabs that tell an exercise from its chapter.
//
// The file is written by hand. What a build tool would make of it is an object with two functions: `init` gets the
// modules that the page shares, `get` gives the extension.

(() => {
  const FIGURE = "application/vnd.nnlib.figure+json";
  const CARD = "application/vnd.nnlib.card+json";
  const WIDGET = "application/vnd.jupyter.widget-view+json";
  const BEFORE_WIDGETS = -20; // ipywidgets takes its own type at -10, HTML is at 50; the least number is drawn
  const PATIENCE = 400; // milliseconds in which a widget appears if there is one
  const CONTROLS = ".widget-inline-hbox, .widget-inline-vbox, .widget-radio, .jupyter-button";
  const DISCONNECTED = "jupyter-widgets-disconnected"; // what ipywidgets says of a view whose kernel has gone
  const ENDED = new Set(["restarting", "autorestarting", "terminating", "dead"]);
  const FOLDER = "nnlib-folder"; // of a tab, beside its label
  const STYLE = `
    .nnlib-figure-note { margin: 0; min-height: 1.5em; line-height: 1.5; color: var(--jp-ui-font-color1); }
    .nnlib-figure .${DISCONNECTED}::before { content: none; }
    .nnlib-figure [inert] { opacity: 0.5; }
    .nnlib-figure figcaption { max-width: 60em; }
    .nnlib-keep { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 6px 0 4px 20px; }
    .nnlib-keep button { font: inherit; padding: 4px 14px; border-radius: 4px; cursor: pointer;
      color: #fff; background: #00694d; border: 2px solid #00694d; }
    .nnlib-keep button:hover { background: #00543d; }
    .nnlib-keep button:focus-visible { outline: 3px solid #56B4E9; outline-offset: 2px; }
    .nnlib-keep button[aria-disabled="true"] { color: inherit; background: none; cursor: default; }
    .nnlib-keep p { margin: 0; max-width: 40em; }
    [data-jp-theme-light="false"] img.nn-ink { filter: invert(0.93) hue-rotate(180deg); }`;

  let shared = {};

  // A module that JupyterLab itself has loaded.
  async function load(name) {
    const versions = Object.values(shared[name] ?? {});
    const found = versions.find((version) => version.loaded) ?? versions[0];
    if (!found) throw new Error(`nnlib-figures: this page shares no ${name}`);
    return (await found.get())();
  }

  // What a figure's JavaScript takes for its widget's model; `asked` is called where only Python could answer.
  function standIn(state, asked) {
    const listeners = new Map();
    const heard = (name) => listeners.get(name) ?? listeners.set(name, new Set()).get(name);
    const each = (names, act) => names.split(" ").forEach((name) => act(heard(name)));
    const values = structuredClone(state);
    return {
      get: (key) => values[key],
      set: (key, value) => {
        values[key] = value;
        [`change:${key}`, "change"].forEach((name) => each(name, (calls) => calls.forEach((call) => call())));
      },
      save_changes: () => {},
      send: asked,
      on: (names, call) => each(names, (calls) => calls.add(call)),
      off: (names, call) => {
        if (!names) listeners.clear();
        else each(names, (calls) => (call ? calls.delete(call) : calls.clear()));
      },
    };
  }

  const element = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

  function rendererOf(Panel, Widget, panel) {
    return class Figure extends Panel {
      constructor() {
        super();
        this.addClass("nnlib-figure");
        panel.sessionContext.statusChanged.connect(this.follow, this);
      }

      // Called again when the output of the cell is replaced by another of this type.
      async renderModel(model) {
        this.clear();
        this.shown = { figure: model.data[FIGURE], still: model.data["text/html"] };
        this.ended = false;
        this.note = element("p", "nnlib-figure-note");
        this.note.setAttribute("aria-live", "polite"); // no role of its own: the figure has its own status
        this.addWidget(new Widget({ node: this.note }));
        this.live = panel.content.rendermime.createRenderer(WIDGET);
        this.live.hide();
        this.addWidget(this.live);
        this.watch = new MutationObserver(() => this.refresh());
        this.watch.observe(this.live.node, { childList: true, subtree: true, attributeFilter: ["class"] });
        this.late = setTimeout(() => this.refresh(true), PATIENCE);
        this.live.renderModel(model).catch(() => this.refresh(true));
      }

      follow(_, status) {
        if (!ENDED.has(status) || !this.shown) return;
        this.ended = true;
        this.refresh();
      }

      // An error of ipywidgets is bare text; a widget is an element.
      get alive() {
        return this.live.node.childElementCount > 0;
      }

      refresh(late = false) {
        if (this.isDisposed) return;
        if (this.alive) this.showLive();
        else if (late && !this.instead) this.showInstead();
      }

      showLive() {
        this.removeInstead();
        this.live.show();
        const dead = this.ended || this.live.node.querySelector(`.${DISCONNECTED}`) !== null;
        const { esm, said } = this.shown.figure;
        this.say(!dead ? "" : esm ? said.alone : said.ended);
        if (!esm) this.live.node.querySelectorAll(CONTROLS).forEach((control) => control.toggleAttribute("inert", dead));
      }

      showInstead() {
        this.instead = new Widget({ node: element("div", "nnlib-figure-instead") });
        this.addWidget(this.instead);
        if (this.shown.figure.esm) this.showScript(this.instead.node).catch((error) => this.showStill(error));
        else this.showStill();
      }

      async showScript(node) {
        const { esm, state, said } = this.shown.figure;
        const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
        const module = await import(url).finally(() => URL.revokeObjectURL(url));
        const figure = typeof module.default === "function" ? await module.default() : module.default;
        if (this.instead?.node !== node) return; // meanwhile the widget has come
        const model = standIn(state, () => this.say(said.asked));
        await figure.initialize?.({ model });
        const el = node.appendChild(element("div", ""));
        this.say(said.alone);
        this.undo = await figure.render({ model, el });
      }

      showStill(error) {
        if (error) console.warn(error);
        if (!this.instead) return;
        this.instead.node.innerHTML = this.shown.still ?? "";
        this.say(this.shown.figure.said.still);
      }

      say(text) {
        if (this.note.textContent !== text) this.note.textContent = text;
      }

      removeInstead() {
        this.undo?.();
        this.instead?.dispose();
        this.undo = this.instead = null;
      }

      clear() {
        clearTimeout(this.late);
        this.watch?.disconnect();
        this.removeInstead();
        while (this.widgets.length) this.widgets[0].dispose();
      }

      dispose() {
        if (this.isDisposed) return;
        this.clear();
        panel.sessionContext.statusChanged.disconnect(this.follow, this);
        super.dispose();
      }
    };
  }

  // The card that a check shows, with a button that keeps the function. The kernel does what `nnlib keep` does.
  function cardOf(Widget, panel) {
    return class Card extends Widget {
      constructor() {
        super();
        this.addClass("jp-RenderedHTMLCommon");
        this.addClass("jp-RenderedHTML");
      }

      async renderModel(model) {
        const { name, said } = model.data[CARD];
        this.node.innerHTML = model.data["text/html"] ?? "";
        if (!/^[A-Za-z_]\w*$/.test(name)) return;
        const button = element("button", "", said.keep);
        const line = element("p", "");
        button.dataset.lmSuppressShortcuts = "true"; // Enter presses it, and opens no cell
        line.setAttribute("role", "status");
        let other = false, waiting = false;
        button.onclick = async () => {
          if (waiting || button.getAttribute("aria-disabled")) return;
          waiting = true;
          line.textContent = said.waiting;
          const answer = await keep(panel, name, other).catch(() => ({ said: said.gone }));
          waiting = false;
          line.textContent = answer.said;
          if (answer.kept) button.setAttribute("aria-disabled", "true");
          other = Boolean(answer.other);
          button.textContent = other ? said.instead : said.keep;
        };
        const row = element("div", "nnlib-keep");
        row.append(button, line);
        this.node.append(row);
      }
    };
  }

  // What the kernel answers, or what went wrong there, in a sentence.
  async function keep(panel, name, replace) {
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel || ENDED.has(kernel.status)) throw new Error("no kernel");
    const call = `pressed("${name}", ${replace ? "True" : "False"})`;
    const code = `__import__("nnlib.keep", fromlist=["pressed"]).${call}`;
    const asked = kernel.requestExecute({ code, store_history: false, stop_on_error: false });
    let text = "";
    asked.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream" && content.name === "stdout") text += content.text;
    };
    const { content } = await asked.done;
    return content.status === "ok" ? JSON.parse(text.trim().split("\n").pop()) : { said: content.evalue };
  }

  // An exercise lies in a folder of its own name, and has the file name of its chapter, in a gradebook too. So its tab
  // says first in which folder that one lies: "exercises · 03_activations.ipynb". This is drawn beside the tab's label,
  // for JupyterLab renames a file whose label is changed. Notebook 7 has a tab of the browser for each notebook.
  function nameTab(panel, alone) {
    const folders = panel.context.path.split("/");
    const file = folders.pop();
    const same = folders.length > 1 && file === `${folders.pop()}.ipynb`;
    const { [FOLDER]: now, ...rest } = panel.title.dataset;
    const wanted = same ? folders.pop() : undefined;
    if (wanted) drawBefore(wanted);
    if (now !== wanted) panel.title.dataset = wanted ? { ...rest, [FOLDER]: wanted } : rest;
    if (alone && wanted) document.title = `${wanted} · ${file}`;
  }

  const drawn = new Set();

  function drawBefore(folder) {
    if (drawn.has(folder)) return;
    drawn.add(folder);
    const name = CSS.escape(folder);
    const rule = `[data-${FOLDER}="${name}"] .lm-TabBar-tabLabel::before { content: "${name} · "; }`;
    document.head.append(element("style", "", rule));
  }

  // On a page as narrow as a telephone the list of files would leave the notebook a strip: there it is folded away, and
  // its button at the edge brings it back.
  function foldFiles(app) {
    const phone = window.matchMedia("(max-width: 600px)");
    const fold = () => { if (phone.matches) app.shell.collapseLeft?.(); };
    app.restored.then(fold);
    phone.addEventListener("change", fold);
  }

  async function extension() {
    const [{ INotebookTracker }, { Panel, Widget }] = await Promise.all(["@jupyterlab/notebook", "@lumino/widgets"].map(load));
    const add = (app) => (_, panel) => {
      const Figure = rendererOf(Panel, Widget, panel);
      const Card = cardOf(Widget, panel);
      const draw = (type, create) =>
        panel.content.rendermime.addFactory({ safe: false, mimeTypes: [type], createRenderer: create }, BEFORE_WIDGETS);
      draw(FIGURE, () => new Figure());
      draw(CARD, () => new Card());
      const alone = app.name === "Jupyter Notebook";
      const name = () => nameTab(panel, alone);
      panel.context.pathChanged.connect(name);
      panel.revealed.then(() => setTimeout(name)); // after all others who listen
      name();
    };
    const activate = (app, tracker) => {
      foldFiles(app);
      if (!tracker) return; // a page of Notebook 7 without a notebook
      document.head.append(element("style", "", STYLE));
      const seen = add(app);
      tracker.forEach((panel) => seen(tracker, panel));
      tracker.widgetAdded.connect(seen);
    };
    return { id: "nnlib-figures:plugin", autoStart: true, optional: [INotebookTracker], activate };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["nnlib-figures"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async (name) => {
      if (name !== "./extension") throw new Error(`nnlib-figures has no ${name}`);
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
