"""The library's reference: signature, words, example, and the way to chapter, exercise and source."""

from webbook import reference

import nnlib


def test_an_entry_has_signature_words_and_example():
    text = reference.entry("relu", nnlib.relu)
    assert text.startswith("## relu") and "relu(z: ArrayLike)" in text
    assert "```pycon\n>>> " in text


def test_every_public_name_has_its_place(root, tmp_path):
    reference.write(root, tmp_path)
    pages = "\n".join(path.read_text() for path in tmp_path.glob("*.md"))
    missing = [name for name in nnlib.__all__ if f"## {name}\n" not in pages]
    assert missing == []
    text = (tmp_path / "activations.md").read_text()
    backward = text.partition("## softmax_backward\n")[2].partition("\n## ")[0]
    assert "(../chapters/03_activations.ipynb)" in backward
    assert "(../exercises/03_activations.ipynb)" in backward
    assert "(source_activations.md)" in backward
    assert "def softmax_backward" in (tmp_path / "source_activations.md").read_text()


def test_formulas_are_words_and_no_markup():
    assert reference.prose("a*b*c of `x_1`, [0] $ <b>") == r"a\*b\*c of `x_1`, \[0\] \$ \<b>"
    assert reference.prose("the *output* of a * b * c") == r"the *output* of a \* b \* c"
