"""The stubs for editors: what is committed is what the source gives, and editors find in it what is there."""

import ast
import inspect

import jedi
import pytest
import stubs

import nnlib


def test_the_committed_stubs_are_what_the_source_gives():
    texts = stubs.stubs()
    assert set(stubs.PACKAGE.glob("*.pyi")) == texts.keys(), "run `make build`"
    assert [path.name for path, text in texts.items() if path.read_text() != text] == []


def test_a_stub_that_is_not_what_the_source_gives_is_seen(tmp_path, monkeypatch):
    (tmp_path / "activations.py").write_text((stubs.PACKAGE / "activations.py").read_text())
    (tmp_path / "losses.pyi").write_text("")
    monkeypatch.setattr(stubs, "PACKAGE", tmp_path)
    assert {path.name for path in stubs.write()} == {
        "__init__.pyi",
        "activations.pyi",
        "losses.pyi",
    }
    assert stubs.write() == [] and not (tmp_path / "losses.pyi").exists()


def test_a_stub_has_the_parameters_that_callers_give():
    for path, text in stubs.stubs().items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                face = getattr(__import__(f"nnlib.{path.stem}", fromlist=["*"]), node.name)
                given = [word.arg for word in (*node.args.args, *node.args.kwonlyargs)]
                assert given == list(inspect.signature(face).parameters), node.name


def test_an_editor_completes_every_public_name():
    found = {name.name for name in jedi.Script("import nnlib\nnnlib.").complete(2, 6)}
    assert {*nnlib.__all__, "keras", "plots", "grading"} - found == set()


@pytest.mark.parametrize(
    "line", ["import nnlib; nnlib.relu(", "from nnlib.activations import relu; relu("]
)
def test_an_editor_shows_signature_and_docstring(line):
    signatures = jedi.Script(line).get_signatures(1, len(line))
    assert "relu(z: ArrayLike) -> Array" in [found.to_string() for found in signatures]
    assert all("max(z, 0)" in found.docstring() for found in signatures)
