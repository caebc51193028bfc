"""The nnlib that a learner's code may see: no graders, and in place of the functions asked for, a sentence."""

import ast
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
ROOF = ("grading", "demo", "book", "execute", "cli", "__main__", "_course")

STUB = '''def {name}(*args, **named):
    """Yours to write."""
    raise RuntimeError("nnlib's {name} is not here: this is the function that the exercise asks you to write")
'''
GRADING = '''"""Nothing is graded here: your instructor's checks run elsewhere."""


def check(*args, **named):
    """Says nothing."""
    return 0.0


examine = check
'''


def filtered(asked, imported=()):
    """The folder of an nnlib without the functions in `asked`, made once per content.

    It holds the files in which those functions stand, those in `imported` ("nnlib.training"), and what these import.
    """
    files = _closure(set(asked), {name.partition(".")[2].partition(".")[0] for name in imported})
    texts = {path: _without(path.read_text(encoding="utf-8"), asked) for path in files}
    digest = hashlib.sha256(GRADING.encode())
    for path, text in texts.items():
        digest.update(f"{path.relative_to(PACKAGE)}\n{text}\n".encode())
    folder = cache_folder() / digest.hexdigest()[:32]
    if not folder.exists():
        _write(folder, texts)
    return folder


def cache_folder():
    """Where these folders are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "nnlib" / "sandbox"


def _write(folder, texts):
    """All files at once, or none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    made.chmod(0o755)
    for path, text in texts.items():
        target = made / "nnlib" / path.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (made / "nnlib" / "grading").mkdir()
    (made / "nnlib" / "grading" / "__init__.py").write_text(GRADING, encoding="utf-8")
    try:
        made.rename(folder)
    except OSError:  # somebody else was faster
        shutil.rmtree(made)


def _closure(asked, imported):
    """The files that define what is asked for or are imported, with all that they import inside nnlib."""
    rooms = {
        path.stem: [path] for path in PACKAGE.glob("*.py") if path.stem not in (*ROOF, "__init__")
    }
    rooms |= {
        path.name: sorted(path.rglob("*.py"))
        for path in PACKAGE.iterdir()
        if path.is_dir() and path.name not in ROOF and (path / "__init__.py").exists()
    }
    trees = {
        room: [ast.parse(p.read_text(encoding="utf-8")) for p in rooms[room]] for room in rooms
    }
    wanted = [room for room in rooms if room in imported]
    wanted += [room for room in rooms if any(asked & _defined(tree) for tree in trees[room])]
    seen = set()
    while wanted:
        room = wanted.pop()
        if room not in seen:
            seen.add(room)
            wanted += [r for tree in trees[room] for r in _imports(tree) if r in rooms]
    return [PACKAGE / "__init__.py", *sorted(path for room in seen for path in rooms[room])]


def _defined(tree):
    return {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def _imports(tree):
    """The rooms of nnlib that a file mentions in its imports."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nnlib"):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.startswith("nnlib."):
                yield name.split(".")[1]


def _used(node, functions):
    """The functions of a file that one of them mentions."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & functions.keys()


def _gates_of_others(tree, functions, out):
    """Private functions that stay, for others or the file itself call them: no mathematics (a kernel) among them."""
    waiting = [
        node
        for node in tree.body
        if getattr(node, "name", "_")[0] != "_" or node not in functions.values()
    ]
    waiting, found = [node for node in waiting if getattr(node, "name", None) not in out], set()
    while waiting:
        for name in _used(waiting.pop(), functions) - found - out:
            if name.startswith("_") and not _is_kernel(functions[name]):
                found.add(name)
                waiting.append(functions[name])
    return found


def _is_kernel(node):
    return any(ast.unparse(decorator) == "kernel" for decorator in node.decorator_list)


def _without(text, asked):
    """The text of a file with the functions in `asked` taken out, and what they rest on: private ones, kernels."""
    tree = ast.parse(text)
    functions = {
        node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    out = {name for name in functions if name.lstrip("_") in asked}
    waiting, kept = list(out), _gates_of_others(tree, functions, out)
    while waiting:
        used = _used(functions[waiting.pop()], functions)
        more = {name for name in used if name.startswith("_") or _is_kernel(functions[name])}
        more -= out | kept
        out |= more
        waiting += more
    lines = text.splitlines(keepends=True)
    for node in sorted((functions[name] for name in out), key=lambda node: -node.lineno):
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        lines[first - 1 : node.end_lineno] = [STUB.format(name=node.name)]
    return "".join(lines)
