// A figure in a notebook that is opened again, for JupyterLab and Notebook 7.
//
// What Python knew of a widget ends with its kernel, and JupyterLab then shows an error in the place of the figure, not
// the still picture that is stored beside it. So a figure has an output type of its own (`kit/image.py`), which this
// file draws: the widget while there is one; else the figure's JavaScript, if it moves without Python; else the still
// picture with its words. A line of text above says what has happened. All sentences come with the output.
//
// The file is written by hand. What a build tool would make of it is an object with two functions: `init` gets the
// modules that the page shares, `get` gives the extension.

(() => {
  const FIGURE = "application/vnd.nnlib.figure+json";
  const WIDGET = "application/vnd.jupyter.widget-view+json";
  const BEFORE_WIDGETS = -20; // ipywidgets takes its own type at -10, HTML is at 50; the least number is drawn
  const PATIENCE = 400; // milliseconds in which a widget appears if there is one
  const CONTROLS = ".widget-inline-hbox, .widget-inline-vbox, .widget-radio, .jupyter-button";
  const DISCONNECTED = "jupyter-widgets-disconnected"; // what ipywidgets says of a view whose kernel has gone
  const ENDED = new Set(["restarting", "autorestarting", "terminating", "dead"]);
  const STYLE = `
    .nnlib-figure-note { margin: 0; min-height: 1.5em; line-height: 1.5; color: var(--jp-ui-font-color1); }
    .nnlib-figure .${DISCONNECTED}::before { content: none; }
    .nnlib-figure [inert] { opacity: 0.5; }
    .nnlib-figure figcaption { max-width: 60em; }
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

  async function extension() {
    const [{ INotebookTracker }, { Panel, Widget }] = await Promise.all(["@jupyterlab/notebook", "@lumino/widgets"].map(load));
    const add = (panel) => {
      const Figure = rendererOf(Panel, Widget, panel);
      const factory = { safe: false, mimeTypes: [FIGURE], createRenderer: () => new Figure() };
      panel.content.rendermime.addFactory(factory, BEFORE_WIDGETS);
    };
    const activate = (_, tracker) => {
      if (!tracker) return; // a page of Notebook 7 without a notebook
      document.head.append(element("style", "", STYLE));
      tracker.forEach(add);
      tracker.widgetAdded.connect((_, panel) => add(panel));
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
