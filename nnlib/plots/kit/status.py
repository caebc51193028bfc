"""A line of words that screen readers speak when it changes, and what it knows of the page."""

import anywidget
from traitlets import Bool, Unicode

from nnlib.plots.kit.image import PHONE

MODULE = """
function render({ model, el }) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  const say = () => { line.textContent = model.get("value"); };
  const phone = window.matchMedia("(max-width: PHONEpx)");
  const tell = () => { model.set("narrow", phone.matches); model.save_changes(); };
  model.on("change:value", say);
  say();
  el.append(line);
  phone.addEventListener("change", tell);
  if (phone.matches !== model.get("narrow")) tell();
  return () => { model.off("change:value", say); phone.removeEventListener("change", tell); };
}
export default { render };
"""


class Status(anywidget.AnyWidget):
    """Words in a live region. The region stays and its text changes: only then is the change spoken.

    `.narrow` says whether the page is as narrow as a telephone.
    """

    _esm = MODULE.replace("PHONE", str(PHONE))
    value = Unicode("").tag(sync=True)
    narrow = Bool(False).tag(sync=True)
