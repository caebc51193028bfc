"""What the figures in JavaScript share stands once, in kit/widget.js, and in front of every one of them."""

import re

import pytest

from nnlib.plots.ch01.board import PerceptronBoard
from nnlib.plots.ch02.viewer import HiddenSpace
from nnlib.plots.ch07.stepper import GraphStepper
from nnlib.plots.kit.script import SHARED

WIDGETS = (PerceptronBoard, HiddenSpace, GraphStepper)
DECLARED = r"(?m)^(?:export )?(?:const|let|function|class) (\w+)"


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_widget_is_one_module_without_imports_and_without_two_of_a_name(widget):
    code = str(widget._esm)
    words, _, rest = code.partition("\n")  # the sentences that have a translation: none
    assert words == "const WORDS = {};" and rest.startswith(SHARED.read_text(encoding="utf-8"))
    assert code.count("export default") == 1 and not re.search(r"(?m)^import\b", code)
    names = re.findall(DECLARED, code)
    assert len(names) > 20 and len(names) == len(set(names))
