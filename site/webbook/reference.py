"""The library's reference: each public function from its docstring, with its chapter, its exercise and its source."""

import ast
import importlib
import inspect
import re
from pathlib import Path

from nnlib import _HOME
from nnlib.core.files import write_whole


def write(root: Path, folder: Path) -> None:
    """Write a page for each file of public functions, one for its source, and the page that lists them."""
    chapters = sorted((root / "chapters").glob("[0-9]*.ipynb"))
    exercises = {
        path.stem: path.parent.name[2:] for path in root.glob("nnlib/grading/exercises/ch*/*.py")
    }
    texts = {path.stem: path.read_text(encoding="utf-8") for path in chapters}
    lines = ["# Reference", "", "Every function of `nnlib`, by the file in which it stands.", ""]
    for module, names in _HOME.items():
        page = module.replace(".", "_")
        path = root / "nnlib" / f"{module.replace('.', '/')}.py"
        places = {name: where(name, exercises, texts) for name in names.split()}
        write_whole(folder / f"{page}.md", module_page(module, names.split(), path, places))
        write_whole(folder / f"source_{page}.md", source_page(module, path))
        links = ", ".join(f"[{name}]({page}.md#{slug(name)})" for name in names.split())
        lines += [f"- [`nnlib/{module.replace('.', '/')}.py`]({page}.md): {links}"]
    pages = [module.replace(".", "_") for module in _HOME]
    toc = ["```{toctree}", ":hidden:", "", *pages, "```", ""]
    write_whole(folder / "index.md", "\n".join([*lines, "", *toc]))


def slug(name: str) -> str:
    """The name of a heading in a link."""
    return name.lower()


def where(name: str, exercises: dict, texts: dict) -> list[str]:
    """Links to the chapter of a function and to its exercise, where there are any."""
    stems = {stem[:2]: stem for stem in texts}
    if name in exercises:
        stem = stems[exercises[name]]
        title = stem.replace("_", " ")
        return [
            f"[chapter {title}](../chapters/{stem}.ipynb)",
            f"[exercise {title}](../exercises/{stem}.ipynb)",
        ]
    used = [stem for stem, text in texts.items() if re.search(rf"\b{name}\b", text)]
    return [f"[chapter {used[0].replace('_', ' ')}](../chapters/{used[0]}.ipynb)"] if used else []


def module_page(module: str, names: list, path: Path, places: dict) -> str:
    """The page of one file: what it says of itself, then its public names in their order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = {
        node.name: node.lineno
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    parts = [f"# nnlib/{module.replace('.', '/')}.py", prose(ast.get_docstring(tree) or "")]
    found = importlib.import_module(f"nnlib.{module}")
    for name in names:
        links = [*places[name], source_link(module, name, lines)]
        parts += [entry(name, getattr(found, name)), " · ".join(links)]
    return "\n\n".join(parts) + "\n"


def source_link(module: str, name: str, lines: dict) -> str:
    """The link to the source page, with the line."""
    at = f", line {lines[name]}" if name in lines else ""
    return f"[source{at}](source_{module.replace('.', '_')}.md)"


def entry(name: str, value) -> str:
    """A public name: its signature, its docstring, its example."""
    text = inspect.getdoc(value) or ""
    said, mark, example = text.partition(">>> ")
    blocks = [f"## {name}", f"```python\n{signature(name, value)}\n```", prose(said)]
    if mark:
        blocks.append(f"```pycon\n{mark}{example.strip()}\n```")
    return "\n\n".join(block for block in blocks if block)


def signature(name: str, value) -> str:
    """The call as one writes it."""
    try:
        given = str(inspect.signature(value)).replace("nnlib.core.types.", "")
    except (TypeError, ValueError):
        given = "(...)"
    return f"{name}{given}".replace("'", "")


def prose(text: str) -> str:
    """A docstring's words as they are: no star, dollar or bracket of a formula is markup; code and *stress* are."""
    pieces = re.split(r"(`[^`]*`|(?<!\S)\*\w+\*(?![\w*]))", text.strip())
    return "".join(
        piece if number % 2 else re.sub(r"([*_$<\[\]#|\\])", r"\\\1", piece)
        for number, piece in enumerate(pieces)
    )


def source_page(module: str, path: Path) -> str:
    """The whole file, with the numbers of its lines."""
    code = path.read_text(encoding="utf-8")
    fence = "````"
    return (
        f"---\norphan: true\n---\n\n# Source of nnlib/{module.replace('.', '/')}.py\n\n"
        f"{fence}{{code-block}} python\n:linenos:\n\n{code}\n{fence}\n"
    )
