"""What is fresh is not run again."""

import os

from webbook import build


def test_a_copy_is_fresh_while_neither_chapter_nor_library_changes(tmp_path):
    chapter, library = tmp_path / "chapters" / "01_a.ipynb", tmp_path / "nnlib" / "x.py"
    copy = tmp_path / "build" / "executed" / "chapters" / "01_a.ipynb"
    assert not copy.is_file()
    for at, path in enumerate((chapter, library, copy)):
        path.parent.mkdir(parents=True)
        path.write_text("1")
        os.utime(path, (at, at))
    assert build.is_fresh(chapter, tmp_path)
    os.utime(library, (9, 9))
    assert not build.is_fresh(chapter, tmp_path)
    copy.unlink()
    assert not build.is_fresh(chapter, tmp_path)
