"""Modules and data of the moving parts as plain scripts: a page that is opened from a file may load nothing else."""

import hashlib
import json
import re

EXPORT = re.compile(r"^export (?=(?:const|let|function|class|async)\b)", re.MULTILINE)
LIST = re.compile(r"^export \{[^}]*\};?$", re.MULTILINE)
DEFAULT = re.compile(r"^( *)export default ", re.MULTILINE)


def as_function(module: str) -> str:
    """A module as a function that gives back its default export. Raises ValueError for what it cannot turn.

    >>> as_function("export const two = 2;\\nexport default { two };")
    '() => {\\nconst two = 2;\\nreturn { two };\\n}'
    """
    code = LIST.sub("", EXPORT.sub("", module))
    code, count = DEFAULT.subn(r"\1return ", code)
    if count != 1 or re.search(r"^ *(import|export)\b", code, re.MULTILINE):
        raise ValueError("a figure's module has one default export and no import")
    return f"() => {{\n{code}\n}}"


def name_of(module: str) -> str:
    """A short name for a module: the same text has the same name."""
    return hashlib.sha256(module.encode()).hexdigest()[:12]


def flat(part: dict, folder: str, modules: dict) -> dict:
    """A part with its module replaced by its name; `modules` gathers name -> module. Frames lie in `folder`."""
    if part["kind"] == "module":
        name = name_of(part["script"])
        modules[name] = part["script"]
        return {"kind": "module", "module": name, "state": part["state"]}
    if part["kind"] == "group":
        return part | {"parts": [flat(child, folder, modules) for child in part["parts"]]}
    return part | {"folder": folder} if part["kind"] == "strip" else part


def page_scripts(parts: dict, folder: str) -> str:
    """The script with the data of all parts of a page, and the modules that they need."""
    modules = {}
    plain = {cell: flat(part, folder, modules) for cell, part in parts.items()}
    lines = ["window.nnBook = window.nnBook || { parts: {}, modules: {} };"]
    for cell, part in plain.items():
        text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        lines.append(f"nnBook.parts[{json.dumps(cell)}] = {text};")
    lines += [f"nnBook.modules[{json.dumps(n)}] = {as_function(m)};" for n, m in modules.items()]
    return "\n".join(lines) + "\n"
