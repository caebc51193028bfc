"""Modules of figures become functions in a plain script, which a browser understands."""

import json
import subprocess

import pytest
from webbook import scripts

from nnlib import plots
from nnlib.plots.kit.status import Status


def test_a_module_becomes_a_function():
    module = "export const two = 2;\nexport { two as II };\nexport default { render: () => two };"
    code = scripts.as_function(module)
    assert "export" not in code and code.endswith("return { render: () => two };\n}")


@pytest.mark.parametrize("module", ["const a = 1;", "import x from 'y';\nexport default { x };"])
def test_what_cannot_be_turned_is_refused(module):
    with pytest.raises(ValueError, match="one default export"):
        scripts.as_function(module)


def test_every_script_of_the_book_is_a_function(root, tmp_path):
    parts = {"status": {"kind": "module", "script": str(Status._esm), "state": {}}}
    for path in sorted((root / "nnlib" / "plots").glob("ch*/*.js")):
        from nnlib.plots.kit.script import script

        parts[path.stem] = {"kind": "module", "script": script(path), "state": {"n": 1}}
    assert len(parts) > 7
    file = tmp_path / "parts.js"
    said = 'console.log(Object.values(nnBook.modules).map((m) => typeof m().render).join(" "))'
    file.write_text("globalThis.window = globalThis;\n" + scripts.page_scripts(parts, "f/") + said)
    node = subprocess.run(["node", file], capture_output=True, text=True, check=True)
    assert set(node.stdout.split()) == {"function"}
    assert len(node.stdout.split()) == len(parts)


def test_one_module_is_written_once():
    board = plots.perceptron_board()
    part = {"kind": "module", "script": str(board._esm), "state": {}}
    inner = {"kind": "group", "parts": [part, {"kind": "strip", "files": []}]}
    text = scripts.page_scripts({"a": part, "b": inner}, "frames/")
    assert text.count("nnBook.modules[") == 1
    line = next(line for line in text.splitlines() if line.startswith('nnBook.parts["b"]'))
    found = json.loads(line.partition(" = ")[2].rstrip(";"))
    assert found["parts"][1]["folder"] == "frames/"
    assert found["parts"][0]["module"] == scripts.name_of(str(board._esm))
