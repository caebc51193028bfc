"""What moves in a chapter becomes data: guesses, modules with their state, strips of frames with their words."""

import warnings

import nbformat
import pytest
from matplotlib.figure import Figure
from PIL import Image
from webbook import moving as m

from nnlib import plots
from nnlib.plots.kit.live_figures import Choice, Slider, Toggle, live
from nnlib.plots.kit.prediction import predict
from nnlib.plots.kit.style import painter, panels


def draw(figure: Figure, **values):
    figure.clear()
    figure.set_size_inches(2, 1)
    figure.add_subplot().plot([0, float(values.get("x", 0))])
    return f"words for {sorted(values.items())}"


def chapter(folder, *sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    path = folder / "01_toy.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_chapter_is_played_once_and_again_when_it_changes(tmp_path, capsys):
    package = tmp_path / "package"
    package.mkdir()
    toy = chapter(
        tmp_path, "from nnlib import plots", "print(1)\nplots.predict('Q', 'AB', answer='B')"
    )
    parts = m.moving(toy, tmp_path / "kept", package)
    assert list(parts) == ["c1"] and parts["c1"]["kind"] == "guess"
    assert (parts["c1"]["answer"], list(parts["c1"]["options"])) == ("B", ["A", "B"])
    kept = tmp_path / "kept" / "parts.json"
    before = kept.stat().st_mtime_ns
    m.moving(toy, tmp_path / "kept", package)
    assert kept.stat().st_mtime_ns == before
    (package / "course").mkdir()
    (package / "course" / "new.py").write_text("x = 1")
    m.moving(toy, tmp_path / "kept", package)
    assert kept.stat().st_mtime_ns == before  # no figure rests on it
    (package / "new.py").write_text("x = 1")
    m.moving(toy, tmp_path / "kept", package)
    assert kept.stat().st_mtime_ns > before
    assert capsys.readouterr().out == ""


def test_a_cell_that_fails_stops_the_build(tmp_path):
    with pytest.raises(ZeroDivisionError):
        list(m.played(chapter(tmp_path, "1 / 0")))


def test_a_strip_shows_what_the_live_figure_shows(tmp_path):
    figure = live(draw, x=Slider("x", 0, 10, 3, 1), way=Choice("way", ("a", "b"), "b"))
    part = m.strip(figure, "c1", tmp_path)
    x, way = part["controls"]
    number = x["at"] * len(way["texts"]) + way["at"]
    assert (x["texts"][x["at"]], way["texts"][way["at"]]) == ("3", "b")
    assert part["words"][number] == figure.words
    assert len(part["files"]) == len(set(part["words"])) == 11 * 2
    with Image.open(tmp_path / part["files"][number]) as image:
        assert list(image.size) == part["sizes"][number]


@pytest.mark.parametrize(
    "controls, moved, fixed",
    [
        ({"x": Slider("x", 0.0, 1.0, 0.37, 0.01)}, ["x"], 0),
        ({n: Slider(n, 0.0, 1.0, 0.5, 0.01) for n in "xyz"}, ["x", "y"], 1),
        ({n: Toggle(n) for n in "abcd"}, list("abcd"), 0),
    ],
)
def test_at_most_sixty_frames_and_the_first_state_among_them(controls, moved, fixed, tmp_path):
    figure = live(draw, **controls)
    axes = m.axes_of(figure.controls)
    assert list(axes) == moved
    count = 1
    for name, found in axes.items():
        count *= len(found)
        assert figure.controls[name].value in [value for _, value in found]
    assert 1 < count <= m.FRAMES
    assert len(m.strip(figure, "c", tmp_path)["fixed"]) == fixed


def test_a_widget_in_javascript_keeps_its_script_and_its_state(tmp_path):
    part = m.part_of(plots.perceptron_board("OR", w=(0, 0)), "c1", tmp_path)
    assert part["kind"] == "module" and "export default" in part["script"]
    assert part["state"]["weights"] == [0, 0, 0] and "layout" not in part["state"]


def test_what_does_not_move_is_no_part(tmp_path):
    assert m.part_of(3, "c1", tmp_path) is None
    assert m.part_of(predict("one", "AB", answer="A"), "c1", tmp_path)["answer"] == "A"


def test_a_wide_strip_has_frames_for_a_telephone(tmp_path):
    def pair(figure, x):
        return paint_pair(x, figure) and f"x is {x}"

    @painter(9, 3)
    def paint_pair(x, figure):
        for axes in panels(figure, 1, 2):
            axes.plot([0, x])

    part = m.strip(live(pair, x=Slider("x", 0, 2, 1, 1)), "c1", tmp_path)
    narrow = part["narrow"]
    assert len(narrow["files"]) == len(part["files"]) == 3
    assert all((tmp_path / file).is_file() for file in narrow["files"] + part["files"])
    (wide, high), (small, tall) = part["sizes"][0], narrow["sizes"][0]
    assert small < wide and tall > high
    alone = m.strip(live(draw, x=Slider("x", 0, 2, 1, 1)), "c2", tmp_path)
    assert alone["narrow"] is None


def test_a_frame_that_warns_stops_the_build_and_is_named(tmp_path):
    def squeezed(figure, x):
        if x == 2:
            warnings.warn("no room for a panel", stacklevel=1)
        return draw(figure, x=x)

    with pytest.raises(ValueError, match=r"c1, frame 2 of 4, {'x': 2}: no room for a panel"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            m.strip(live(squeezed, x=Slider("x", 0, 3, 0, 1)), "c1", tmp_path)
