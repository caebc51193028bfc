"""Archives from strangers: nothing leads out of the scratch folder, nothing fills the disk."""

import io
import tarfile
import zipfile

import pytest

from nnlib.grading.course import unpack
from nnlib.grading.course.unpack import Unpacked


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def opened(tmp_path):
    """Opens one download; returns {name: content} and what failed."""

    def run(name, data):
        for folder in ("in", "scratch"):
            (tmp_path / folder).mkdir()
        (tmp_path / "in" / name).write_bytes(data)
        box = Unpacked(tmp_path / "scratch")
        found = {str(f): f.path.read_bytes() for f in box.files(tmp_path / "in")}
        outside = {p.name for p in tmp_path.rglob("*") if p.is_file()} - {name}
        assert all(inside.isdigit() for inside in outside)
        return found, box.failed

    return run


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\..\\evil", "a/../../evil"])
def test_no_name_leads_out(opened, name):
    found, failed = opened("all.zip", zipped({name: "x"}))
    assert list(found.values()) == [b"x"] and ".." not in "".join(found) and not failed


def test_a_bomb_is_not_opened(opened, monkeypatch):
    monkeypatch.setattr(unpack, "FILE_BYTES", 3 << 20)
    found, failed = opened("bomb.zip", zipped({"zeros": b"0" * (4 << 20)}))
    assert not found and failed == [("bomb.zip", "it holds more than submissions may")]


def test_all_archives_together_have_a_limit(opened, monkeypatch):
    monkeypatch.setattr(unpack, "FILES", 10)
    found, failed = opened("many.zip", zipped({f"f{n}": "" for n in range(11)}))
    assert not found and failed == [("many.zip", "more than 10 files")]


def test_archives_inside_archives_have_an_end(opened):
    data = zipped({"deep.txt": "here"})
    for _ in range(2):
        data = zipped({"inner.zip": data})
    assert list(opened("outer.zip", data)[0].values()) == [b"here"]


def test_too_deep_is_said(opened):
    data = zipped({"deep.txt": "here"})
    for _ in range(3):
        data = zipped({"inner.zip": data})
    found, failed = opened("outer.zip", data)
    assert not found and failed == [("inner.zip", "archives inside archives, too deep")]


def test_links_are_left_out(opened):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        plain = tarfile.TarInfo("plain")
        plain.size = 2
        archive.addfile(plain, io.BytesIO(b"ok"))
    assert opened("all.tar.gz", data.getvalue()) == ({"plain": b"ok"}, [])


def test_a_name_in_utf_8_that_does_not_say_so(opened):
    data = zipped({"xxxxxxxxx.ipynb": "x"}).replace(b"xxxxxxxxx", "민준이".encode())
    assert list(opened("all.zip", data)[0]) == ["민준이.ipynb"]
