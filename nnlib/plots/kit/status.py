"""A line of words that screen readers speak when it changes."""

import anywidget
from traitlets import Unicode

from nnlib.core.words import tr


class Status(anywidget.AnyWidget):
    """Words in a live region. The region stays and its text changes: only then is the change spoken."""

    _esm = tr(
        "\n    function render({ model, el }) {\n      const line = "
        'document.createElement("p");\n      line.setAttribute("role", "status");\n      '
        'line.setAttribute("aria-live", "polite");\n      const say = () => { '
        'line.textContent = model.get("value"); };\n      model.on("change:value", say);\n     '
        " say();\n      el.append(line);\n    }\n    export default { render };\n    "
    )
    value = Unicode("").tag(sync=True)
