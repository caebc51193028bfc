"""Pyright, the engine of VS Code, over what people write with nnlib: the examples, the README and the chapters.

`make lint` runs it where pyright is installed. A notebook may give one name to two things in two cells; where a name of
a chapter is first a function and later something else, what is said about its lines is left out.
"""

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUIET = {
    "reportRedeclaration": False,
    "reportPossiblyUnbound": False,
    "reportPossiblyUnboundVariable": False,
}
# Lines that are right, and why pyright thinks otherwise. One that is gone is complained about, too.
KNOWN = {
    "max(bought, key=slopes.get)": "dict.get has overloads, one of which gives None",
    "five_seeds(*pair, lr)": "a pair out of a tuple of tuples, whose length pyright has lost",
    "learn_digits(*pair, seed)": "the same",
    "evaluate(X_test, y_test, verbose=0)[1]": "with metrics the result is a list",
    "net.evaluate(B, b)[1]": "the same",
    "plots.ch10.remedies.lesson(": "loaded with the figures of its chapter",
    "plots.ch11.xray.NAMES": "the same",
    "plots.ch12.draw.layers_of": "the same",
    "Flatten(input_shape=[8, 8])": "the notes' spelling, which a warning translates into today's",
    "InputLayer(input_shape=input_shape)": "the same",
    "D, t = D[order, :8], t[order]": "scikit-learn gives arrays here, and could give a frame",
    "dashboard_address=None": "Dask takes None for none, and does not say so",
    "search(n_jobs=None)": "None is joblib's own default",
}


def readme_blocks():
    """The Python in the README, as one program."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return "\n\n".join(re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE))


def reused(text):
    """The names that a chapter gives to a function, and to something else as well."""
    tree = ast.parse(text)
    functions = Counter(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    others = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return {name for name, count in functions.items() if count > 1 or name in others}


def programs():
    """{name: text} of all that is looked at."""
    paths = [*sorted(ROOT.glob("examples/*.py")), *sorted(ROOT.glob("chapters/*.py"))]
    texts = {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    return texts | {"README.py": readme_blocks()}


def complaints(texts):
    """What pyright calls an error in these programs: (program, line, sentence)."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = {"pythonVersion": "3.11", "extraPaths": [str(ROOT)], **QUIET}
        (Path(folder) / "pyrightconfig.json").write_text(json.dumps(settings))
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pyright",
                "--outputjson",
                "--pythonpath",
                sys.executable,
                "-p",
                folder,
            ],
            capture_output=True,
            text=True,
        )
        found = json.loads(done.stdout)["generalDiagnostics"]
        for said in found:
            name = Path(said["file"]).relative_to(Path(folder).resolve()).as_posix()
            line = said["range"]["start"]["line"]
            text = texts[name].splitlines()[line]
            if said["severity"] != "error" or any(known in text for known in KNOWN):
                continue
            if not set(re.findall(r"\w+", text)) & reused(texts[name]):
                yield name, line + 1, said["message"]


def main():
    """Print what pyright complains about; 1 where it does."""
    try:
        import pyright  # noqa: F401
    except ImportError:
        print(
            "pyright is not installed: what editors say about nnlib goes unchecked", file=sys.stderr
        )
        return 0
    texts = programs()
    found = list(complaints(texts))
    found += [
        ("tests/editors.py", 0, f"no line holds {known!r}")
        for known in KNOWN
        if not any(known in text for text in texts.values())
    ]
    for name, line, sentence in found:
        print(f"{name}:{line}: {sentence}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
