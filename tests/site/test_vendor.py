"""Files of others are taken from what npm packed, in exact versions, and only those that a page loads."""

import io
import re
import tarfile

from webbook import vendor


def test_only_the_files_that_a_page_loads(tmp_path, monkeypatch):
    monkeypatch.setattr(vendor, "PACKAGES", {"toy": ("1.2.3", ["lib/toy.js"])})
    with tarfile.open(tmp_path / "toy-1.2.3.tgz", "w:gz") as archive:
        for name in ("package/lib/toy.js", "package/other.js"):
            info = tarfile.TarInfo(name)
            info.size = 2
            archive.addfile(info, io.BytesIO(b"ok"))
    vendor.vendor(tmp_path, tmp_path / "static")
    found = [p for p in (tmp_path / "static").rglob("*") if p.is_file()]
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["static/toy/toy.js"]


def test_versions_are_exact():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version, _ in vendor.PACKAGES.values())
