"""A line of words that screen readers speak when it changes."""

import anywidget
from traitlets import Unicode


class Status(anywidget.AnyWidget):
    """Words in a live region. The region stays and its text changes: only then is the change spoken."""

    _esm = """
    function render({ model, el }) {
      const line = document.createElement("p");
      line.setAttribute("role", "status");
      line.setAttribute("aria-live", "polite");
      const say = () => { line.textContent = model.get("value"); };
      model.on("change:value", say);
      say();
      el.append(line);
    }
    export default { render };
    """
    value = Unicode("").tag(sync=True)
