// What moves on the book's pages without Python: modules that a notebook gives to a kernel, strips of prepared frames,
// and predictions. A part's data come from a script beside the page (`parts/NN.js`): a page that is opened from a file
// may fetch nothing.

(() => {
  const book = (window.nnBook = window.nnBook || { parts: {}, modules: {} });

  const make = (tag, attributes = {}, ...children) => {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") found.addEventListener(name.slice(2), value);
      else if (value !== false) found.setAttribute(name, value === true ? "" : value);
    }
    found.append(...children);
    return found;
  };

  // ---- a model without a kernel: it keeps what it is told, and tells who listens ----------------------

  class Model {
    constructor(state) {
      this.state = structuredClone(state);
      this.heard = new Map();
    }

    get(name) { return this.state[name]; }

    set(name, value) {
      const news = typeof name === "string" ? { [name]: value } : name;
      for (const [key, now] of Object.entries(news)) {
        if (JSON.stringify(this.state[key]) === JSON.stringify(now)) continue;
        this.state[key] = now;
        this.tell(`change:${key}`, now);
        this.tell("change", now);
      }
    }

    save_changes() {}

    send() {}

    on(names, listener) {
      for (const name of names.split(" ")) this.heard.set(name, [...(this.heard.get(name) || []), listener]);
    }

    off(names, listener) {
      for (const name of (names || [...this.heard.keys()].join(" ")).split(" "))
        this.heard.set(name, (this.heard.get(name) || []).filter((old) => listener && old !== listener));
    }

    tell(name, value) {
      for (const listener of this.heard.get(name) || []) listener(this, value);
    }
  }

  // ---- the kinds of parts ---------------------------------------------------------------------------------

  const kinds = {
    module(el, part) {
      const model = new Model(part.state);
      const module = book.modules[part.module]();
      module.initialize?.({ model, experimental: {} });
      // A figure may give its place a class of its own.
      module.render({ model, el: el.appendChild(make("div")), experimental: {} });
    },

    group(el, part) {
      for (const inner of part.parts) build(el.appendChild(make("div")), inner);
    },

    guess(el, part) {
      const name = `guess-${Math.random().toString(36).slice(2)}`;
      const status = make("p", { role: "status" }, "Choose, then commit.");
      let choice = null;
      const radios = part.options.map((option) => {
        const input = make("input", { type: "radio", name, value: option, onchange: () => { choice = option; commit.disabled = false; } });
        return make("label", {}, input, ` ${option}`);
      });
      const commit = make("button", { type: "button", disabled: true, onclick: () => {
        for (const radio of radios) radio.firstChild.disabled = true;
        commit.disabled = true;
        compare.disabled = false;
        compare.focus();
        status.textContent = `Kept: ${choice}. Now look for yourself, then compare.`;
      } }, "Commit");
      const compare = make("button", { type: "button", disabled: true, onclick: () => {
        compare.disabled = true;
        const verdict = choice === part.answer ? "The same!" : "Not the same: that is worth a second look.";
        status.textContent = `You said ${choice}. The answer is ${part.answer}. ${verdict}`;
      } }, "Compare");
      el.append(make("fieldset", { class: "nn-guess" }, make("legend", {}, part.question), ...radios, commit, compare), status);
    },

    strip(el, part) {
      const at = part.controls.map((control) => control.at);
      const number = () => part.controls.reduce((sum, control, i) => sum * control.texts.length + at[i], 0);
      const image = make("img", { class: `nn-picture${part.ink ? " nn-ink" : ""}`, loading: "lazy" });
      const status = make("p", { role: "status", class: "nn-words" });
      // On a telephone the panels stand below one another.
      const phone = window.matchMedia("(max-width: 600px)");
      const pictures = () => (phone.matches && part.narrow ? part.narrow : part);
      phone.addEventListener("change", () => show());
      const show = () => {
        const n = number();
        const { files, sizes } = pictures();
        [image.width, image.height] = sizes[n];
        image.src = `${part.folder}${files[n]}`;
        image.alt = part.words[n];
        status.textContent = part.words[n];
      };
      const controls = make("div", { class: "nn-controls" });
      part.controls.forEach((control, i) => controls.append(move(control, (now) => { at[i] = now; show(); })));
      el.append(controls, image, status);
      if (part.fixed.length) {
        el.append(make("p", { class: "nn-note" }, `Prepared pictures. In the notebook these move too: ${part.fixed.join(", ")}.`));
      }
      show();
      // The other frames are fetched once the reader is about to move.
      controls.addEventListener("pointerenter", () => {
        for (const file of pictures().files) new Image().src = `${part.folder}${file}`;
      }, { once: true });
    },
  };

  function move(control, changed) {
    if (control.menu) {
      const options = control.texts.map((text, i) => make("option", { value: i, selected: i === control.at }, text));
      return make("label", {}, `${control.label} `, make("select", { onchange: (event) => changed(Number(event.target.value)) }, ...options));
    }
    const said = make("output", {}, control.texts[control.at]);
    const input = make("input", {
      type: "range", min: 0, max: control.texts.length - 1, value: control.at, "aria-valuetext": control.texts[control.at],
      oninput: (event) => {
        const text = control.texts[event.target.value];
        said.textContent = text;
        event.target.setAttribute("aria-valuetext", text);
        changed(Number(event.target.value));
      },
    });
    return make("label", {}, `${control.label} `, input, said);
  }

  function build(el, part) {
    el.classList.add(`nn-${part.kind}`);
    kinds[part.kind](el, part);
  }

  // ---- the page: a part is built when it is about to be seen ---------------------------------------------

  function start() {
    const seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        build(target, book.parts[target.dataset.part]);
        target.dataset.built = "true";
      }
    }, { rootMargin: "600px" });
    document.querySelectorAll(".nn-part").forEach((part) => seen.observe(part));
    for (const summary of document.querySelectorAll("summary")) {
      if (!summary.textContent.trim()) summary.setAttribute("aria-label", "pages below this one");
    }
    // Wide tables and long formulas scroll sideways, also by key.
    document.querySelectorAll("pre, .pst-scrollable-table-container, mjx-container[display]").forEach((el) => {
      if (el.scrollWidth > el.clientWidth) el.tabIndex = 0;
    });
  }

  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
})();
