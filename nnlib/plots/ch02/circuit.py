"""XOR as a circuit of three gates."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from nnlib import perceptron
from nnlib.core.words import tr
from nnlib.plots.ch02.drawing import listed
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import POINTS
from nnlib.plots.kit.style import BLUE, painter, panels

# -- the circuit ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Circuit:
    """What every wire carries for the four inputs, and whose XOR it is."""

    nand: np.ndarray
    either: np.ndarray
    both: np.ndarray
    out: np.ndarray
    whose: str


def circuit_data(xor_from_gates: Callable = perceptron.xor_from_gates):
    """The three gates on all four inputs; the last wire also as `xor_from_gates` says it."""
    nand, either = (
        perceptron.tlu_predict(POINTS, *perceptron.gate_weights(name)) for name in ("NAND", "OR")
    )
    both = perceptron.tlu_predict(np.stack([nand, either], 1), *perceptron.gate_weights("AND"))
    out = np.ravel(xor_from_gates(*POINTS.T))
    return Circuit(nand, either, both, out, whose(xor_from_gates))


@painter(9.6, 3.9, left=0.01, right=0.99, bottom=0.02, top=0.98)
def paint_circuit(data: Circuit, figure: Figure):
    """Three gates and their wires, with what each carries for the four inputs."""
    axes = panels(figure)
    axes.set(xlim=(0, 12), ylim=(0, 5))
    axes.axis("off")
    inputs, gates, last = [(1.1, 3.9), (1.1, 1.1)], [(5, 3.9), (5, 1.1)], (8.6, 2.5)
    for start, wire in zip(inputs, ("-", "--")):
        for end in gates:
            _wire(
                axes,
                (start[0] + 0.7, start[1]),
                (end[0] - 0.95, end[1] + 0.2 * np.sign(start[1] - 2.5)),
                wire,
            )
    for gate, side in zip(gates, (0.25, -0.25)):
        _wire(axes, (gate[0] + 0.95, gate[1]), (last[0] - 0.95, last[1] + side), "-")
    _wire(axes, (last[0] + 0.95, last[1]), (10.6, last[1]), "-")
    for place, name in zip([*gates, last], ("NAND", "OR", "AND")):
        box = FancyBboxPatch((place[0] - 0.85, place[1] - 0.45), 1.7, 0.9, boxstyle="round,pad=0.1",
                             facecolor="#E6F1F8", edgecolor=BLUE, linewidth=2, zorder=3)  # fmt: skip
        axes.add_patch(box)
        axes.text(*place, name, ha="center", va="center", fontsize=16, fontweight="bold", zorder=4)
    for place, name, bits in zip(inputs, ("x1", "x2"), POINTS.T):
        axes.text(place[0], place[1] + 0.16, name, ha="center", fontsize=15, fontweight="bold")
        _bits(axes, place[0], place[1] - 0.3, bits)
    _bits(axes, gates[0][0], gates[0][1] - 0.95, data.nand)
    _bits(axes, gates[1][0], gates[1][1] + 0.85, data.either)
    axes.text(11.3, last[1] + 0.16, "XOR", ha="center", fontsize=15, fontweight="bold")
    _bits(axes, 11.3, last[1] - 0.3, data.both)


def _wire(axes, start, end, style):
    axes.plot(*zip(start, end), color="#555555", linestyle=style, linewidth=1.8, zorder=1)


def _bits(axes, x, y, bits):
    axes.text(x, y, " ".join(f"{v:g}" for v in bits), ha="center", va="center", fontsize=15, family="monospace",
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 2}, zorder=4)  # fmt: skip


def read_circuit(data: Circuit):
    """In words: what each gate gives for the four inputs."""
    return tr(
        "Both inputs go into NAND and into OR; their outputs go into AND. For the inputs 00, "
        "01, 10, 11 NAND gives {listed}, OR {listed2}, and AND of the two {listed3}. "
        "{capitalize} xor_from_gates gives {listed4}.",
        listed=listed(data.nand),
        listed2=listed(data.either),
        listed3=listed(data.both),
        capitalize=data.whose.capitalize(),
        listed4=listed(data.out),
    )


CIRCUIT = Picture(circuit_data, paint_circuit, read_circuit)
