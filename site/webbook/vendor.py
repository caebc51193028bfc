"""Scripts of others that the pages load from beside them, packed by npm in exact versions."""

import subprocess
import tarfile
import tempfile
from pathlib import Path

# package -> (version, the files that a page loads). SVG draws its letters from paths: no fonts are fetched.
PACKAGES = {"mathjax": ("3.2.2", ["es5/tex-mml-svg.js"])}


def vendor(cache: Path, static: Path) -> None:
    """Put the files of PACKAGES under `static`/<package>/; what npm packed stays in `cache`."""
    for name, (version, files) in PACKAGES.items():
        packed = cache / f"{name}-{version}.tgz"
        if not packed.is_file():
            pack(name, version, cache)
        with tarfile.open(packed) as archive:
            for file in files:
                found = archive.extractfile(f"package/{file}")
                target = static / name / Path(file).name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(found.read())


def pack(name: str, version: str, cache: Path) -> None:
    """Let npm pack one package into `cache`; it is never installed, so no script of it runs."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as here:
        command = [npm(), "pack", "--silent", f"{name}@{version}"]
        subprocess.run(command, cwd=here, check=True, stdout=subprocess.DEVNULL)
        (Path(here) / f"{name}-{version}.tgz").rename(cache / f"{name}-{version}.tgz")


def npm() -> str:
    """npm beside this Python (it comes with the wheel of Node), or the system's."""
    import shutil
    import sys

    found = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
    if found is None:
        raise FileNotFoundError("npm is missing: it packs MathJax for the pages")
    return found
