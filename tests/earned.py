"""What a learner's code could hand in without work: everything that stands in the nnlib of the sandbox, tried out.

`shipped` imports that nnlib beside our own. `looked_up` tries its tables; `unearned` looks for calls of its functions,
and calls of what these give, whose result is what an exercise asks for.
"""

import importlib
import inspect
import itertools
import os
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import nnlib
from nnlib.core.limits import quiet
from nnlib.grading import examine
from nnlib.grading.check import _right
from nnlib.grading.trial import call

MOST = 3  # arguments of a call that is tried out


def shipped(folder):
    """The modules of the nnlib in `folder`, by name, imported without a compiler and beside our own."""
    ours = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_nnlib(name)}
    before = os.environ.get("NNLIB_JIT")
    os.environ["NNLIB_JIT"] = "0"
    sys.path.insert(0, str(folder))
    try:
        names = [
            ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
            for path in sorted(folder.rglob("*.py"))
        ]
        return {name: importlib.import_module(name) for name in names}
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if _is_nnlib(name)]:
            del sys.modules[name]
        sys.modules.update(ours)
        os.environ.pop("NNLIB_JIT") if before is None else os.environ.update(NNLIB_JIT=before)


def _is_nnlib(name):
    return name.split(".")[0] == "nnlib"


def values_and_functions(modules):
    """What the files of mathematics hold at their top, each once: (tables and numbers, functions), by dotted name."""
    files = [module for name, module in modules.items() if name.count(".") == 1]
    held = {
        f"{file.__name__}.{name}": value for file in files for name, value in vars(file).items()
    }
    held = {name: value for name, value in held.items() if not inspect.ismodule(value)}
    names = {id(value): name for name, value in reversed(held.items())}
    values = {name: held[name] for name in names.values() if not callable(held[name])}
    safe = {file.__name__ for file in files if not _compiles(file)}
    functions = {
        name: held[name]
        for name in names.values()
        if name.split(".")[-1] in nnlib.__all__ or getattr(held[name], "__module__", None) in safe
    }
    return values, {
        name: f for name, f in functions.items() if callable(f) and not inspect.isclass(f)
    }


def _compiles(file):
    """Whether private functions of a file may write into arrays that they do not check: these are not tried."""
    text = inspect.getsource(file)
    return "nnlib.core.kernel" in text or "nnlib.core.views" in text


@dataclass(frozen=True)
class Step:
    """A call: each argument is the number of one that was given, ONES, or another Step; `entry` is taken out."""

    name: str
    function: object
    given: tuple
    entry: int | None = None

    def __call__(self, arguments):
        result = self.function(*(_value(one, arguments) for one in self.given))
        return result if self.entry is None else result[self.entry]

    def __str__(self):
        inside = ", ".join(
            str(one) if not isinstance(one, int) else f"#{one}" for one in self.given
        )
        return f"{self.name.removeprefix('nnlib.')}({inside})" + (
            f"[{self.entry}]" if self.entry is not None else ""
        )


ONES = "ones"  # an array of ones, as large as the first array that was given


def _value(one, arguments):
    if isinstance(one, Step):
        return one(arguments)
    if one == ONES:
        return np.ones_like(
            next((a for a in arguments if isinstance(a, np.ndarray)), 1.0), dtype=float
        )
    return arguments[one]


def unearned(name, spec, functions, seeds=range(3)):
    """{part: how}: the parts that a call, or a call of a call, of `functions` passes, each output by its own way."""
    found = {}
    for part in spec.parts:
        case = _telling(part)
        ways = {} if case is None or not part.points else _ways(case, functions)
        for chosen in itertools.islice(itertools.product(*ways.values()), 200):
            answer = _answer(chosen)
            if ways and all(examine(spec, answer, part.name, seed=seed).points for seed in seeds):
                found[part.name] = ", ".join(map(str, chosen))
                break
    return found


def _telling(part):
    """The largest case of a part that is one plain call with numbers to compare, or None."""
    cases = [c for c in part.cases(np.random.default_rng(0)) if c.run is None and c.judge is None]
    numbers = [c for c in cases if not any(isinstance(v, str) for v in c.truth.values())]
    return max(numbers, key=lambda c: sum(map(np.size, c.truth.values())), default=None)


def _answer(steps):
    """The function that a learner would hand in."""

    def answer(*given):
        values = tuple(_value(step, given) for step in steps)
        return values if len(values) > 1 else values[0]

    return answer


def _ways(case, functions):
    """{output: Steps that give it} in one case; empty where an output is given by none."""
    arrays = any(isinstance(a, np.ndarray) for a in case.arguments.values())
    pool = [*range(len(case.arguments)), *([ONES] if arrays else [])]
    first = _fresh(_results(case, functions, lambda n: itertools.product(pool, repeat=n)))
    shapes = {np.shape(v) for v in case.truth.values()}
    carried = [step for step, value in first if np.shape(value) in shapes]
    second = _results(case, functions, lambda n: _with_one(carried, pool, n) if 0 < n < 3 else ())
    found = {name: [] for name in case.truth}
    for name, step in _hits(case, itertools.chain(first, second)):
        found[name].append(step)
    return found if all(found.values()) else {}


def _with_one(carried, pool, n):
    for step in carried:
        for rest in itertools.product(pool, repeat=n - 1):
            for place in range(n):
                yield (*rest[:place], step, *rest[place:])


def _results(case, functions, tuples):
    """(Step, its value) for each call that gives numbers."""
    for name, function in functions.items():
        for n in range(MOST + 1):
            if not _takes(function, n):
                continue
            for given in tuples(n):
                step = Step(name, function, given)
                result = _tried(step, case)
                for entry, value in (
                    enumerate(result) if isinstance(result, tuple) else [(None, result)]
                ):
                    if isinstance(value, (np.ndarray, np.number, int, float)):
                        yield Step(name, function, given, entry), value


def _takes(function, n):
    try:
        parameters = inspect.signature(function).parameters.values()
        inspect.signature(function).bind(*range(n))
    except (TypeError, ValueError):
        return False
    return not any(p.kind is p.VAR_POSITIONAL for p in parameters)


def _tried(step, case):
    arguments = [np.copy(v) if isinstance(v, np.ndarray) else v for v in case.arguments.values()]
    with warnings.catch_warnings(), np.errstate(all="ignore"), quiet():
        warnings.simplefilter("ignore")
        try:
            return step(arguments)
        except Exception:
            return None


def _fresh(results):
    """The results, each number once."""
    seen, kept = set(), []
    for step, value in results:
        key = np.shape(value), np.asarray(value).tobytes()
        if key not in seen:
            seen.add(key)
            kept.append((step, value))
    return kept


def _hits(case, results):
    truths = {name: np.asarray(truth) for name, truth in case.truth.items()}
    for step, value in results:
        value = np.asarray(value)
        for name, truth in truths.items():
            same = value.shape == truth.shape and value.dtype.kind in "fiu"
            if same and np.allclose(value, truth, 1e-6, 1e-9):
                yield name, step


def tables(modules):
    """Every value that the shipped files hold at their top, and what lies inside of it, by dotted name."""
    found, seen = {}, set()
    for module in modules.values():
        for name, value in vars(module).items():
            if not name.startswith("__") and not inspect.ismodule(value):
                _add(found, seen, f"{module.__name__}.{name}", value, depth=3)
    return found


def _add(found, seen, name, value, depth):
    if id(value) in seen or isinstance(value, str | type) or inspect.isroutine(value):
        return
    seen.add(id(value))
    found[name] = value
    if depth and isinstance(value, dict | list | tuple):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            _add(found, seen, f"{name}[{key!r}]", entry, depth - 1)


def looked_up(name, spec, values):
    """{part: name of the value}: the parts that a table, or a value, passes by being looked up or given back."""
    found = {}
    for part in spec.parts:
        cases = [case for case in part.cases(np.random.default_rng(0)) if not case.single]
        for known, value in values.items():
            for answer in _uses(value) if part.points and not isinstance(value, str) else ():
                # one case after the other, and the whole check only where all of them are right
                if all(_accepted(answer, case) for case in cases):
                    if examine(spec, answer, part.name, seed=0).points:
                        found[part.name] = known
    return found


def _uses(value):
    """The value itself, and its entry under the first argument, or under all of them."""
    yield lambda *given: value
    if isinstance(value, Mapping | list | tuple | np.ndarray):
        yield lambda *given: value[given[0]]
        yield lambda *given: value[given]


def _accepted(answer, case):
    outcome = call(answer, case)
    return outcome.slip is None and _right(case, outcome)
