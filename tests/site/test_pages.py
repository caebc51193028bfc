"""A notebook becomes a page: its links, its folded cells, its pictures, its moving parts, and never an answer."""

import base64
import io
import re

import nbformat
import pytest
from PIL import Image
from webbook import pages

from nnlib.plots.kit.image import bundle


def png():
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(buffer, "png")
    return buffer.getvalue()


def written(path, *cells):
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def code(source, name, data, **metadata):
    output = nbformat.v4.new_output("display_data", data=data)
    return nbformat.v4.new_code_cell(source, id=name, outputs=[output], metadata=metadata)


@pytest.mark.parametrize("mark", pages.HIDDEN)
def test_an_answer_never_becomes_a_page(tmp_path, mark):
    path = written(tmp_path / "a.ipynb", nbformat.v4.new_code_cell(f"{mark}\nx = 1"))
    with pytest.raises(ValueError, match="learners|exercises/"):
        pages.exercise_page(path)
    with pytest.raises(ValueError, match="exercises/"):
        pages.chapter_page(path, {}, tmp_path)


def test_no_answer_of_a_solution_is_on_a_page_of_its_exercise(root):
    seen = 0
    for path in sorted(root.glob("solutions/*/*.ipynb")):
        shown = pages.exercise_page(root / "exercises" / path.parent.name / path.name)
        text = "\n".join(cell.source for cell in shown.cells)
        for cell in nbformat.read(path, as_version=4).cells:
            for begin, end in (("SOLUTION", "SOLUTION"), ("HIDDEN TESTS", "HIDDEN TESTS")):
                for piece in cell.source.split(f"### BEGIN {begin}\n")[1:]:
                    answer = piece.split(f"### END {end}")[0].strip()
                    assert answer and answer not in text, f"{path}: {answer}"
                    seen += 1
    assert seen > 100


def test_pictures_become_files_and_keep_their_words(tmp_path):
    cell = code("show()", "c1", bundle(png(), "a white field"), jupyter={"source_hidden": True})
    page = pages.chapter_page(written(tmp_path / "01_a.ipynb", cell), {}, tmp_path / "pictures")
    html = page.cells[0].outputs[0].data["text/html"]
    assert (
        "base64" not in html and 'alt="a white field"' in html and 'width="30" height="20"' in html
    )
    assert len(list((tmp_path / "pictures").glob("*.webp"))) == 1
    assert "hide-input" in page.cells[0].metadata["tags"]


def test_a_moving_part_has_its_place_and_the_page_its_script(tmp_path):
    cell = code("predict()", "c1", {pages.VIEW: {"model_id": "1"}, "text/plain": "a picture of x"})
    path = written(tmp_path / "01_a.ipynb", cell)
    page = pages.chapter_page(path, {"c1": {"kind": "strip"}}, tmp_path)
    html = page.cells[0].outputs[0].data["text/html"]
    assert 'data-part="c1"' in html and "a picture of x" in html
    assert "_static/parts/01_a.js" in page.cells[-1].source
    still = pages.chapter_page(path, {}, tmp_path).cells[0].outputs[0].data["text/html"]
    assert "data-part" not in still and "a picture of x" in still


def test_a_page_does_not_look_back_on_what_nobody_predicted_on_it(tmp_path):
    back = code("plots.look_back('Q')", "c2", {"text/plain": "nothing"}, tags=["recall"])
    words = nbformat.v4.new_markdown_cell("### What you predicted", metadata={"tags": ["recall"]})
    path = written(tmp_path / "01_a.ipynb", nbformat.v4.new_markdown_cell("stays"), words, back)
    page = pages.chapter_page(path, {}, tmp_path)
    assert [cell.source for cell in page.cells[:-1]] == ["stays"]


def test_links_go_from_page_to_page():
    text = "[do](../exercises/01_a/01_a.ipynb) and [read](../../chapters/01_a.ipynb)"
    assert pages.linked(text) == "[do](../exercises/01_a.ipynb) and [read](../chapters/01_a.ipynb)"
    assert pages.linked("[exercise 0](../00_a/00_a.ipynb)") == "[exercise 0](00_a.ipynb)"
    text = "write [number 2](../exercises/01_a/01_a.ipynb#cell-id=relu) now"
    assert pages.linked(text) == 'write <a href="../exercises/01_a.html#relu">number 2</a> now'


def test_every_link_to_an_answer_finds_its_anchor(root):
    seen = 0
    for chapter in sorted(root.glob("chapters/[0-9]*.ipynb")):
        stem = chapter.stem
        shown = pages.exercise_page(root / "exercises" / stem / f"{stem}.ipynb")
        anchors = "".join(cell.source for cell in shown.cells if cell.cell_type == "markdown")
        for cell in nbformat.read(chapter, as_version=4).cells:
            for name in re.findall(rf"{stem}\.html#(\w+)", pages.linked(cell.source)):
                assert f'<a id="{name}"></a>' in anchors, f"{stem}: {name}"
                seen += 1
    assert seen > 50


def test_the_bytes_of_a_picture_stay_the_same(tmp_path):
    source = base64.b64encode(png()).decode()
    pages.as_file(f'<img src="data:image/png;base64,{source}">', tmp_path)
    with Image.open(next(tmp_path.glob("*.webp"))) as image:
        assert image.getpixel((3, 3)) == (255, 255, 255)


def test_a_telephones_picture_becomes_a_file_too(tmp_path):
    source = base64.b64encode(png()).decode()
    narrow = f'<source srcset="data:image/png;base64,{source}">'
    html = pages.as_file(
        f'<picture>{narrow}<img src="data:image/png;base64,{source}"></picture>', tmp_path
    )
    assert "base64" not in html and html.count('.webp" width=') == 2
    assert 'srcset="../_static/pictures/' in html and html.count("loading") == 1
