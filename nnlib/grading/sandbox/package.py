"""The nnlib that a learner's code may see: no graders, and in place of the functions asked for, a sentence."""

import ast
import hashlib
import shutil
import tempfile
from pathlib import Path

from nnlib.core.files import cache_folder, write_whole
from nnlib.core.source import binds, functions, imports, uses
from nnlib.core.words import tr

PACKAGE = Path(__file__).parents[2]
ROOF = ("grading", "course", "keep", "__main__", "_course")

STUB = tr(
    'def {name}(*args, **named):\n    """Yours to write."""\n    raise '
    "RuntimeError(\"nnlib's {name} is not here: this is the function that the exercise "
    'asks you to write, or as good as that")\n'
)
# What gives the answer to an exercise under another name goes with it.
AS_GOOD_AS = {
    # the slope of softplus is the sigmoid, and so are softsign(e^z) and swish(z) / z
    "sigmoid": {"softplus_backward", "softsign", "swish", "swish_backward"},
    "multi_neuron_grads": {"affine_backward"},  # chapter 7 works it out
    "logistic_loss_and_grads": {"affine_backward"},
}
GRADING = '''"""Nothing is graded here: your instructor's checks run elsewhere."""


def check(*args, **named):
    """Says nothing."""
    return 0.0


examine = check
'''


def filtered(asked, imported=()):
    """The folder of an nnlib without the functions in `asked`, and without what is as good; made once per content.

    It holds the files in which those functions stand, those in `imported` ("nnlib.layers"), and what these import.
    """
    note = cache_folder("sandbox") / f"{_digest_of_all(asked, imported)}.txt"
    if note.is_file() and (folder := note.parent / note.read_text(encoding="utf-8")).is_dir():
        return folder
    folder = _made(asked, imported)
    write_whole(note, folder.name)
    return folder


def _digest_of_all(asked, imported):
    """What is asked for, of which nnlib: to read all of its files takes a hundredth of what it takes to parse them."""
    digest = hashlib.sha256(
        repr(
            (
                GRADING,
                sorted(asked),
                sorted(imported),
                [(name, sorted(out)) for name, out in sorted(AS_GOOD_AS.items())],
            )
        ).encode()
    )
    # and by this file, which decides what is taken out
    known = [("", PACKAGE / "__init__.py"), ("by", Path(__file__)), *_files().items()]
    for name, path in known:
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _made(asked, imported):
    out = set(asked).union(*(AS_GOOD_AS.get(name, ()) for name in asked))
    files = _closure(set(asked), imported)
    texts = {path: _without(path.read_text(encoding="utf-8"), out) for path in files}
    digest = hashlib.sha256(GRADING.encode())
    for path, text in texts.items():
        digest.update(f"{path.relative_to(PACKAGE)}\n{text}\n".encode())
    folder = cache_folder("sandbox") / digest.hexdigest()[:32]
    if not folder.exists():
        _write(folder, texts)
    return folder


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
    files = _files()
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in files.items()}
    wanted = [name for name in imported if name in files]
    wanted += [
        name
        for name, tree in trees.items()
        # keras.ops and some figures have the same names, and come along where they are imported
        if asked & functions(tree).keys() and not name.startswith(("nnlib.keras", "nnlib.plots"))
    ]
    seen = set()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += [found for found in _needed(trees[name]) if found in files]
    return sorted({PACKAGE / "__init__.py", *(files[name] for name in seen)})


def _files():
    """Every file of nnlib that a learner's code may see, by its dotted name; a folder's own file by the folder's."""
    files = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in ROOF:
            files[".".join(["nnlib", *parts]).removesuffix(".__init__")] = path
    del files["nnlib"]
    return files


def _needed(tree):
    """The files of nnlib that a file mentions in its imports, and the folders that these lie in."""
    for name in imports(tree):
        parts = name.split(".")
        yield from (".".join(parts[:n]) for n in range(2, len(parts) + 1))


def _gates_of_others(tree, known, out):
    """Private functions that stay, for others or the file itself call them: no mathematics (a kernel) among them."""
    waiting = [
        node
        for node in tree.body
        if getattr(node, "name", "_")[0] != "_" or node not in known.values()
    ]
    waiting, found = [node for node in waiting if getattr(node, "name", None) not in out], set()
    while waiting:
        for name in (uses(waiting.pop()) & known.keys()) - found - out:
            if name.startswith("_") and not _is_kernel(known[name]):
                found.add(name)
                waiting.append(known[name])
    return found


def _is_kernel(node):
    return any(ast.unparse(decorator) == "kernel" for decorator in node.decorator_list)


def _without(text, asked):
    """The text of a file with the functions in `asked` taken out, and what they rest on: private ones, kernels."""
    tree = ast.parse(text)
    known = functions(tree)
    out = {name for name in known if name.lstrip("_") in asked}
    waiting, kept = list(out), _gates_of_others(tree, known, out)
    while waiting:
        used = uses(known[waiting.pop()]) & known.keys()
        more = {name for name in used if name.startswith("_") or _is_kernel(known[name])}
        more -= out | kept
        out |= more
        waiting += more
    lines = text.splitlines(keepends=True)
    gone = [(known[name], STUB.format(name=name)) for name in out]
    gone += [(node, "") for node in _tables(tree, [known[name] for name in out])]
    for node, instead in sorted(gone, key=lambda pair: -pair[0].lineno):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        lines[first - 1 : node.end_lineno] = [instead]
    return "".join(lines)


def _tables(tree, out):
    """The values of a file that nothing but the functions in `out` mentions: the answers may lie in them."""
    values = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    used = set().union(*map(uses, out))
    return [
        node
        for node in values
        if binds(node) & used
        and not any(binds(node) & uses(other) for other in tree.body if other not in [node, *out])
    ]
