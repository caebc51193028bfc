"""Settings: objects whose attributes are few and known, each checked whenever it is set."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from nnlib.core.messages import closest
from nnlib.core.words import tr


def listed(name: str, known: Iterable[str]) -> str:
    """The end of a complaint about an unknown name: the nearest one, and all that there are.

    >>> listed("momentun", ["learning_rate", "momentum"])
    "; did you mean 'momentum'? There are learning_rate, momentum"
    """
    known = sorted(known)
    near = closest(name, known)
    hint = tr("; did you mean {near!r}?", near=near) if near else "."
    return tr("{hint} There are {listed}", hint=hint, listed=", ".join(known))


class Settings:
    """An object with a fixed set of attributes: those that its class names.

    `checks` has, for an attribute, the function (name, value) that gives what is kept or raises. Other names raise
    AttributeError, so that a slip of the pen is seen on its line. A class made elsewhere adds attributes as it likes.

    >>> class Rate(Settings):
    ...     checks = {"rate": lambda name, value: float(value)}
    ...     rate = None
    >>> one = Rate()
    >>> one.rate = "0.5"
    >>> one.rate
    0.5
    """

    checks: ClassVar[dict[str, Callable[[str, Any], Any]]] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        kind = type(self)
        if name in self.checks:
            value = self.checks[name](name, value)
        elif not hasattr(kind, name) and kind.__module__.startswith("nnlib."):
            raise AttributeError(
                tr(
                    "{name} has no {name2!r}{listed}",
                    name=kind.__name__,
                    name2=name,
                    listed=listed(name, self._names()),
                )
            )
        super().__setattr__(name, value)

    def _names(self) -> set[str]:
        """The attributes that can be set: those of the class that are no functions."""
        names = {name for name in dir(type(self)) if name[0] != "_"} - {"checks", "saved"}
        return {name for name in names if not callable(getattr(type(self), name))}


def refuse_overrides(kind: type, names: Iterable[str], why: str) -> None:
    """Raise TypeError where a class defines a method that Keras would call and nothing here does.

    >>> refuse_overrides(type("Mine", (), {}), ("call",), "nothing calls it")
    """
    for name in names:
        if name in vars(kind):
            raise TypeError(
                tr(
                    "{name} defines {name2}, which is never called here: {why}",
                    name=kind.__name__,
                    name2=name,
                    why=why,
                )
            )
