"""Chapter 3: every formula has a twin that runs and that can fail, every number in the text is computed."""

import ast
import re
from types import SimpleNamespace

import numpy as np
import pytest

import nnlib
from nnlib.book import build_notebook

NOTEBOOK = "chapters/03_activations.ipynb"
GRADED = (
    "sigmoid_backward", "tanh_from_sigmoid", "tanh_backward", "relu_backward",
    "leaky_relu_backward", "softmax", "softmax_backward",
)  # fmt: skip

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "backward": ("dout * slope_at_z", "slope_at_z"),
    "sigmoid": ("np.exp(-z)", "np.exp(z)"),
    "sigmoid-symmetry": ("1 - nnlib", "-nnlib"),
    "sigmoid-slope": ("(1 - nnlib.sigmoid(z))", "(1 - nnlib.sigmoid(z)) ** 2"),
    "sigmoid-bound": ("(a - 1 / 2) ** 2", "a**2"),
    "vanishing": ("<= 0.25**10", "<= 0.2**10"),
    "tanh": ("(np.exp(z) - np.exp(-z))", "(1 - np.exp(-z))"),
    "tanh-from-sigmoid": ("sigmoid(2 * z)", "sigmoid(z)"),
    "tanh-slope": ("4 * slope", "2 * slope"),
    "relu": ("max(x, 0.0)", "abs(x)"),
    "leaky-relu": ("alpha * z)", "-alpha * z)"),
    "relu-slope": ("1 if z > 0 else 0)", "1)"),
    "softmax": ("sum(np.exp(z[k]) for", "max(np.exp(z[k]) for"),
    "softmax-shift": ("np.exp(Z + c).sum", "np.exp(Z).sum"),
    "softmax-jacobian": ("np.diag(p) - np.outer(p, p)", "np.diag(p * (1 - p))"),
    "softmax-backward": ("dout[0, i] * p[i]", "dout[0, j] * p[i]"),
    "softmax-ones": ("c * (p - p * row.sum())", "c * (p - p * row.max())"),
    "slip": ("nnlib.tanh(z / 2))", "nnlib.tanh(z))"),
}


@pytest.fixture(scope="module")
def chapter(root):
    return build_notebook((root / NOTEBOOK).with_suffix(".py"))


@pytest.fixture(scope="module")
def prose(chapter):
    return "\n\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


def code(chapter):
    return [cell for cell in chapter.cells if cell.cell_type == "code"]


def twins(chapter):
    tagged = ((tag, c) for c in code(chapter) for tag in c.metadata.get("tags", []))
    return [(tag.removeprefix("eq:"), c) for tag, c in tagged if tag.startswith("eq:")]


def run(source):
    exec(compile(source, "<twin>", "exec"), {"np": np, "nnlib": nnlib})


# -- formulas -------------------------------------------------------------------------------------------------------


def test_every_displayed_formula_has_exactly_one_twin(chapter, prose):
    displayed = re.findall(r"\$\$(.+?)\$\$", prose, flags=re.S)
    tags = [re.findall(r"\\tag\{([a-z-]+)\}", formula) for formula in displayed]
    assert all(len(found) == 1 for found in tags), "a displayed formula without a tag, or with two"
    named = [found[0] for found in tags]
    assert sorted(named) == sorted(tag for tag, _ in twins(chapter))
    assert len(set(named)) == len(named) >= 15 and set(named) == set(BROKEN)


@pytest.mark.parametrize("tag", BROKEN)
def test_a_twin_runs_and_notices_a_broken_formula(chapter, tag):
    source = dict(twins(chapter))[tag].source
    assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))
    run(source)
    right, wrong = BROKEN[tag]
    assert right in source
    with pytest.raises(AssertionError):
        run(source.replace(right, wrong))


@pytest.mark.parametrize(
    ("name", "wrong", "tags"),
    [
        ("tanh", lambda z: np.tanh(np.asarray(z) / 2), ("tanh", "tanh-from-sigmoid", "tanh-slope", "slip")),
        ("sigmoid", lambda z: 1 / (1 + np.exp(np.asarray(z))), ("sigmoid", "tanh-from-sigmoid")),
        ("relu", np.abs, ("relu", "relu-slope")),
        ("softmax", lambda Z: np.exp(Z) / np.exp(Z).sum(), ("softmax", "softmax-shift")),
        ("softmax_backward", lambda dout, P: dout * P, ("softmax-ones",)),
    ],
)  # fmt: skip
def test_the_twins_would_notice_a_wrong_library(chapter, name, wrong, tags):
    book = SimpleNamespace(**{key: getattr(nnlib, key) for key in nnlib.__all__} | {name: wrong})
    for tag in tags:
        with pytest.raises(AssertionError):
            exec(dict(twins(chapter))[tag].source, {"np": np, "nnlib": book})


def test_checks_are_folded_and_do_not_give_the_game_away(chapter):
    folded = [c for c in code(chapter) if c.metadata.get("tags")]
    assert len(folded) > len(BROKEN)
    for cell in folded:
        assert cell.metadata["jupyter"]["source_hidden"] is True
        # A folded cell still shows its first line.
        assert cell.source.startswith("# ") and "answer" not in cell.source.splitlines()[0]


# -- text -----------------------------------------------------------------------------------------------------------


def headings(prose):
    return [(len(m[1]), m[2]) for m in re.finditer(r"^(#+) (.+)$", prose, flags=re.M)]


def test_one_title_and_headings_in_order(prose):
    levels = [level for level, _ in headings(prose)]
    assert levels[0] == 1 and levels.count(1) == 1 and max(levels) <= 3
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:]))
    names = [name for _, name in headings(prose)]
    assert len(set(names)) == len(names)


def test_the_skeleton_of_a_chapter_is_complete(prose):
    names = [name for level, name in headings(prose) if level == 2]
    wanted = [
        "Before you look", "See it", "Numbers before letters", "The formulas", "Write it", "Break it",
        "Train on your own functions", "Errata", "What you may hear", "Words", "Five questions",
        "Where this leads",
    ]  # fmt: skip
    assert [next(w for w in wanted if name.startswith(w)) for name in names] == wanted


def test_five_recall_questions_with_folded_answers(prose):
    part = prose.split("## Five questions")[1].split("\n## ")[0]
    assert re.findall(r"^\*\*(\d)\.\*\* ", part, flags=re.M) == list("12345")
    folded = re.findall(
        r"<details><summary>Answer</summary>\n\n(.+?)\n\n</details>", part, flags=re.S
    )
    assert len(folded) == 5 and all(len(answer) > 20 for answer in folded)


def test_folds_and_boxes_are_closed_and_leave_room_for_markdown(prose):
    for tag in ("details", "div"):
        assert prose.count(f"<{tag}") == prose.count(f"</{tag}>") > 0
    assert len(re.findall(r"</summary>\n\n", prose)) == prose.count("<details>")
    assert prose.count("$$") % 2 == 0


def test_links_lead_somewhere(prose, root):
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert "../exercises/03_activations/03_activations.ipynb" in links
    for link in links:
        assert "://" not in link, "the book is read without internet"
        assert (root / "chapters" / link).exists(), link


def test_the_glossary_is_bilingual(prose):
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", prose.split("## Words")[1], flags=re.M)[
        1:
    ]
    assert len(rows) >= 15
    assert all(
        re.search(r"[가-힣]", korean) and not re.search(r"[가-힣]", english)
        for english, korean, _ in rows
    )


def test_prose_stays_out_of_code(chapter):
    for cell in code(chapter):
        tree = ast.parse(cell.source)
        strings = [
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
        long = [s for s in strings if len(s.split()) > 4]
        assert not long, f"{long}: a translator does not reach strings in code"


def test_no_answer_of_the_exercise_is_printed(chapter):
    defined = {
        node.name: cell
        for cell in code(chapter)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef)
    }
    assert not set(GRADED) & set(defined)
    space = {"np": np, "plots": SimpleNamespace(pair_explorer=lambda functions: None)}
    exec(defined["sigmoid"].source, space)
    assert abs(space["sigmoid"](np.array([[2.0]])) - nnlib.sigmoid(2.0)) > 0.05


def test_every_random_number_comes_from_a_generator(chapter):
    for cell in code(chapter):
        assert not re.search(r"np\.random\.(?!default_rng\()", cell.source), cell.source


# -- the bug hunt ---------------------------------------------------------------------------------------------------


def test_the_suspects_look_innocent_at_first_and_two_are_not(chapter):
    space = {"np": np, "nnlib": nnlib}
    exec(next(c.source for c in code(chapter) if "SUSPECTS = {" in c.source), space)

    def errors(name, zs, douts):
        forward, backward = space["SUSPECTS"][name]
        return [
            abs(dout * nnlib.central_difference(forward, z) - backward(dout, forward(z)))
            for z in zs
            for dout in douts
        ]

    away_from_kinks = [
        z for z in np.linspace(-6.05, 6.1, 60) if abs(abs(z) - 2.5) > 0.01 and abs(z) > 0.01
    ]
    assert all(max(errors(name, [1.0], [1.0])) < 1e-8 for name in space["SUSPECTS"])
    assert max(errors("soft sign", away_from_kinks, [1.0, -2.5])) < 1e-6
    assert max(errors("soft plus", away_from_kinks, [1.0])) < 1e-6
    assert min(errors("soft plus", [-1.0, 2.0], [3.0])) > 0.1
    assert max(errors("hard sigmoid", [z for z in away_from_kinks if z > -2.5], [1.0, -2.5])) < 1e-6
    assert min(errors("hard sigmoid", [-4.0, -3.0], [1.0])) > 0.1


# -- the chapter as it runs -----------------------------------------------------------------------------------------


def test_the_chapter_runs_and_every_picture_has_words(executed):
    cells = executed(NOTEBOOK).cells
    pictures = widgets = 0
    for output in (o for c in cells if c.cell_type == "code" for o in c.outputs):
        data = output.get("data", {})
        pictures += "image/png" in data
        widgets += "application/vnd.jupyter.widget-view+json" in data
        if "image/png" in data or "<img" in data.get("text/html", ""):
            assert re.search(r'<img alt="[^"]{40,}"', data["text/html"])
    assert pictures >= 7 and widgets >= 11


def test_the_readers_relu_trains_like_the_books(executed):
    text = "".join(
        output.text
        for c in executed(NOTEBOOK).cells
        if c.cell_type == "code" and "my_relu" in c.source
        for output in c.outputs
        if output.output_type == "stream"
    )
    book, mine = (
        re.findall(r"\d+\.\d*", line) for line in text.splitlines() if line[:4] in ("book", "mine")
    )
    assert len(book) == 3 and book == mine and min(map(float, book)) > 90
