"""The grounds of the valley: height and slope of each, at a place (x, y) of the square from -2 to 2.

The same functions stand in valley.js, which cannot wait for Python; a test holds the two against each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.activations import sigmoid
from nnlib.core.words import tr
from nnlib.datasets import moons

EDGE = 2.0  # the map goes from -EDGE to EDGE in both directions
GRID = 33  # points of the network's map along one side


@dataclass(frozen=True)
class Surface:
    """`height(x, y)` and `slope(x, y)`, the height of its lowest point, and its steepest curvature where it is one."""

    height: Callable
    slope: Callable
    low: float
    steepest: float | None = None


def bowl(k: float) -> Surface:
    """x^2 / 2 + k y^2 / 2: its curvatures are 1 and k."""
    return Surface(
        lambda x, y: (x * x + k * y * y) / 2, lambda x, y: np.array([x, k * y]), 0.0, max(1.0, k)
    )


def two_valleys() -> Surface:
    """(x^2 - 1)^2 + 0.3 x + y^2: the valley on the left is the deeper one."""
    deepest = min(np.roots([4, 0, -4, 0.3]).real)
    return Surface(
        lambda x, y: (x * x - 1) ** 2 + 0.3 * x + y * y,
        lambda x, y: np.array([4 * x * (x * x - 1) + 0.3, 2 * y]),
        float((deepest**2 - 1) ** 2 + 0.3 * deepest),
    )


def saddle() -> Surface:
    """x^2 / 2 - y^2 / 2 + y^4 / 8: up to the sides, down in front and behind."""
    return Surface(
        lambda x, y: (x * x - y * y) / 2 + y**4 / 8,
        lambda x, y: np.array([x, -y + y**3 / 2]),
        -0.5,
    )


def ravine() -> Surface:
    """(1 - x)^2 / 2 + 2 (y - x^2 + 1)^2: a bent gorge with steep sides (after Rosenbrock, 1960)."""

    def slope(x, y):
        off = y - x * x + 1
        return np.array([x - 1 - 8 * x * off, 4 * off])

    return Surface(lambda x, y: (1 - x) ** 2 / 2 + 2 * (y - x * x + 1) ** 2, slope, 0.0)


# -- a map that is given by its heights at the points of a grid ------------------------------------------------------


def grid_surface(heights: np.ndarray) -> Surface:
    """The smooth ground through `heights` (n, n), rows from y = -2 up: cubic between its points (Catmull and Rom)."""
    n = len(heights)
    cell = 2 * EDGE / (n - 1)

    def mixed(x, y):
        (i, wx, dx), (j, wy, dy) = (_weights((p + EDGE) / cell, n) for p in (x, y))
        part = heights[j - 1 : j + 3, i - 1 : i + 3]
        return wy @ part @ wx, np.array([wy @ part @ dx, dy @ part @ wx]) / cell

    return Surface(
        lambda x, y: float(mixed(x, y)[0]), lambda x, y: mixed(x, y)[1], float(heights.min())
    )


def _weights(u, n):
    """Where four neighbours begin, what each of them counts, and how fast that changes with u."""
    i = int(min(max(np.floor(u), 1), n - 3))
    t = u - i
    counts = [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    rates = [-1 + 4 * t - 3 * t**2, -10 * t + 9 * t**2, 1 + 8 * t - 9 * t**2, 3 * t**2 - 2 * t]
    return i, np.array(counts) / 2, np.array(rates) / 2


def network_map(seed: int = 0, steps: int = 500, width: int = 4) -> np.ndarray:
    """The loss (GRID, GRID) of a network on the plane through three of its own trained weights.

    The network 2-4-1 is trained three times on two moons, from three starts. The three ends are the corners of a
    triangle around the middle of the map; every other place is the mix of them that its coordinates say.
    """
    rng = np.random.default_rng(seed)
    X, y = moons(120, rng, noise=0.15)
    ends = np.stack([_trained(X, y, rng.normal(0, 1, 4 * width + 1), steps) for _ in range(3)])
    return _losses(X, y, _mixes(ends))


def loss_plane(loss: Callable, ends: list) -> np.ndarray:
    """`loss(theta)` (GRID, GRID) on the plane through three parameter vectors, the corners of a triangle on the map.

    Raises ValueError where `ends` are not three vectors of one length.
    """
    ends = np.array(ends, float)
    if ends.ndim != 2 or len(ends) != 3:
        raise ValueError(
            tr("ends have the shape {shape}; wanted three vectors of one length", shape=ends.shape)
        )
    return np.array([[float(loss(theta)) for theta in row] for row in _mixes(ends)])


CORNERS = ((0.0, 1.1), (-1.1, -0.8), (1.1, -0.8))


def _mixes(ends):
    """The parameters at every point of the grid: the mix of the three ends that its coordinates say."""
    frame = np.linalg.inv(np.column_stack([CORNERS, np.ones(3)]))
    side = np.linspace(-EDGE, EDGE, GRID)
    places = np.stack([*np.meshgrid(side, side), np.ones((GRID, GRID))], axis=-1)
    return places @ frame @ ends


def _losses(X, y, thetas):
    """The mean cross entropy of many networks at once, one for each vector at the end of `thetas`."""
    width = (thetas.shape[-1] - 1) // 4
    W = thetas[..., : 2 * width].reshape(*thetas.shape[:-1], 2, width)
    A = np.tanh(X @ W + thetas[..., None, 2 * width : 3 * width])
    z = (A @ thetas[..., 3 * width : -1, None])[..., 0] + thetas[..., -1:]
    return (np.logaddexp(0, z) - y * z).mean(axis=-1)


def _parts(theta):
    width = (len(theta) - 1) // 4
    return theta[: 2 * width].reshape(2, width), theta[2 * width : 3 * width], theta[3 * width :]


def _trained(X, y, theta, steps, lr=1.0):
    for _ in range(steps):
        W, b, out = _parts(theta)
        A = np.tanh(X @ W + b)
        dz = (sigmoid(A @ out[:-1] + out[-1]) - y) / len(y)
        dA = np.outer(dz, out[:-1]) * (1 - A * A)
        grads = [(X.T @ dA).ravel(), dA.sum(axis=0), A.T @ dz, [dz.sum()]]
        theta = theta - lr * np.concatenate(grads)
    return theta
