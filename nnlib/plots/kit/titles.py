"""How a function of nnlib is called in a title, a legend or a menu."""

from nnlib.core.words import tr

TITLES = {"leaky_relu": tr("leaky relu")}


def title(name: str) -> str:
    """The name as a person writes it: leaky relu for `leaky_relu`."""
    return TITLES.get(name, name)
