"""The part of an exercise file that learners may see: its visible parts and its slips, and what these rest on.

Hidden parts, right and wrong answers, and everything that only these use stay with the instructor; so do comments.
"""

import ast
from dataclasses import dataclass, field
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.own import ExerciseError, Own, imported

MARK = b"# The checks of "  # how what learners get begins
HEAD = tr(
    "# The checks of {name} that you can run. Made by nnlib from the instructor's file: "
    "change nothing here, it is not graded\n# by this one. Hidden parts count when the "
    "assignment is graded.\n"
)
KEPT_BACK = ("right", "wrong", "same")  # what `ex.` adds for the instructor alone


@dataclass
class Handout:
    """The Python files that go out with a notebook, those that stay, and what learners can read of the truth."""

    files: dict[str, bytes] = field(default_factory=dict)
    kept_back: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)  # {"rms": ["reference"]}


def handout(own: Own) -> Handout:
    """What goes out of the files beside a notebook. Raises ExerciseError where something cannot be kept back."""
    forms = {name: own.form(name) for name in own.names}
    trees = _trees(own)
    cut = {name: _cut(trees[name], forms[name]) for name in forms}
    cut = {name: _pruned(tree, _asked_of(name, cut)) for name, tree in cut.items()}
    out = Handout()
    for name, tree in cut.items():
        out.files[name] = (HEAD.format(name=name) + ast.unparse(tree) + "\n").encode()
        out.shown[name] = _shown(tree)
    used = imported(own, {**trees, **cut}, list(forms))
    all_used = imported(own, trees, list(forms))
    out.kept_back = sorted(name for name in all_used if name not in used)
    for name in own.texts:
        if name not in forms and name not in out.kept_back:
            out.files[name] = own.texts[name]
            out.shown |= {name: [tr("all of it")]} if name in used else {}
    _same_when_loaded(own, forms, trees, cut, out)
    return out


def _trees(own):
    """The files that can be read at all, as trees. What is broken and no exercise is somebody's scratch."""
    found = {}
    for name, text in own.files:
        try:
            found[name] = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return found


# --- Cutting ----------------------------------------------------------------------------------------------------------


def _cut(tree, form):
    """The file without hidden parts and without answers."""
    hidden = {part.cases.__wrapped__.__name__ for part in form.parts if part.hidden}
    body = [node for node in tree.body if not _is_kept_back(node, hidden)]
    return ast.Module(body, [])


def _is_kept_back(node, hidden):
    if isinstance(node, ast.FunctionDef):
        adds = [_added(decorator) for decorator in node.decorator_list]
        return any(a in KEPT_BACK for a in adds) or ("part" in adds and node.name in hidden)
    return isinstance(node, ast.Expr) and _added(node.value) in KEPT_BACK


def _added(node):
    """The method of `ex` that a decorator or a call names: "part", "slip" and so on; None for something else."""
    while isinstance(node, ast.Call):
        node = node.func
    of_ex = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return node.attr if of_ex and node.value.id == "ex" else None


def _asked_of(name, trees):
    """What the other exercises bring in from this one."""
    found = set()
    for other, tree in trees.items():
        for node in ast.walk(tree) if other != name else ():
            if isinstance(node, ast.ImportFrom) and node.module == name:
                found |= {alias.name for alias in node.names}
    return found


def _pruned(tree, asked):
    """The file without definitions and imports that nothing needs any more."""
    roots = [node for node in tree.body if _is_root(node)]
    needed, waiting = set(map(id, roots)), list(roots)
    wanted = set(asked)
    while True:
        for node in waiting:
            wanted |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        waiting = [node for node in tree.body if id(node) not in needed and _binds(node) & wanted]
        if not waiting:
            return ast.Module([node for node in tree.body if id(node) in needed], [])
        needed |= set(map(id, waiting))


def _is_root(node):
    """What stands in the file for its own sake: the docstring, the exercise, its parts and slips, other statements."""
    if isinstance(node, ast.FunctionDef):
        return any(_added(decorator) for decorator in node.decorator_list)
    return not _binds(node) or "ex" in _binds(node)


def _binds(node):
    """The names that a statement of the top level defines, where that is all that it does."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = [n for target in targets if target is not None for n in ast.walk(target)]
    assigned = isinstance(node, ast.Assign | ast.AnnAssign)
    return {n.id for n in names if isinstance(n, ast.Name)} if assigned else set()


def _shown(tree):
    """The functions that go out because a part or a slip rests on them: they may hold the answer."""
    helpers = [node for node in tree.body if not _is_root(node)]
    return sorted(name for node in helpers if _computes(node) for name in _binds(node))


def _computes(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef) or any(
        isinstance(inner, ast.Lambda) for inner in ast.walk(node)
    )


# --- What went out is what was meant ----------------------------------------------------------------------------------


def _same_when_loaded(own, forms, trees, cut_trees, out):
    """Load what goes out, by itself: it must hold the visible parts and the slips, and nothing that stays."""
    cut = Own(own.place, tuple(out.files.items()))
    for name, form in forms.items():
        _none_missing(own, name, trees[name], cut_trees[name])
        visible = [(part.name, part.points) for part in form.parts if not part.hidden]
        if not visible:
            raise ExerciseError(
                tr(
                    "{path}: every part is hidden; wanted one that learners can check",
                    path=own.path(name),
                )
            )
        try:
            given = cut.form(name)
        except ExerciseError as error:
            raise ExerciseError(
                tr(
                    "the part of {path} that learners get does not load: {error}",
                    path=own.path(name),
                    error=error,
                )
            ) from None
        kept = given.rights or given.wrongs or any(part.hidden for part in given.parts)
        if kept or [(part.name, part.points) for part in given.parts] != visible:
            raise ExerciseError(
                tr(
                    "{path}: hidden parts and answers can be kept back only where each is a function of "
                    "the top level with its decorator, @ex.part(…, hidden=True), @ex.right or "
                    "@ex.wrong(…)",
                    path=own.path(name),
                )
            )


def _none_missing(own, name, tree, cut):
    """Raise ExerciseError where what goes out mentions what stays."""
    there = set().union(*map(_binds, cut.body))
    stays = set().union(*map(_binds, tree.body)) - there
    for node in ast.walk(cut):
        if isinstance(node, ast.Name) and node.id in stays:
            raise ExerciseError(
                tr(
                    "{path}, line {lineno}: {id} is used here, which learners get, and {id} is a hidden "
                    "part or an answer, which they do not get; wanted a function of its own",
                    path=own.path(name),
                    lineno=node.lineno,
                    id=node.id,
                )
            )


def hand_out(source: Path, target: Path) -> Handout:
    """Write the learners' part of the exercises of a folder into another; what stays is taken away there."""
    out = handout(Own.read(source))
    for name, text in out.files.items():
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{name}.py").write_bytes(text)
    for name in out.kept_back:
        (target / f"{name}.py").unlink(missing_ok=True)
    return out
