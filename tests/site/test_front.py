"""The front page: the board at once, and a line for every chapter with its question."""

from webbook import front


def test_every_chapter_stands_with_its_question(root, tmp_path):
    front.write(root, tmp_path)
    text = (tmp_path / "index.md").read_text()
    for chapter in root.glob("chapters/[0-9]*.ipynb"):
        assert f"chapters/{chapter.stem}.ipynb) | " in text
        assert f"exercises/{chapter.stem}.ipynb)" in text
    assert "Can a threshold learn?" in text
    assert 'data-part="board"' in text
    assert 'nnBook.parts["board"]' in (tmp_path / "_static" / "parts" / "index.js").read_text()
