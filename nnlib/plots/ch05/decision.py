"""Which loss for which task, as a table."""

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnlib.core.words import tr
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import GREY, painter, panels

# -- which loss for which task --------------------------------------------------------------------------------------

TASKS = (
    ("a number", tr("1 output, identity"), "mse"),
    (tr("a number, some targets far off"), tr("1 output, identity"), tr("huber or mae")),
    (tr("a positive number"), tr("1 output, softplus"), "mse"),
    (tr("yes or no"), tr("1 output, sigmoid"), "bce_with_logits"),
    (
        tr("several labels, none excludes another"),
        tr("k outputs, a sigmoid each"),
        "multilabel_bce",
    ),
    (tr("exactly one of k classes"), tr("k outputs, one softmax"), "softmax_cross_entropy"),
)
COLUMNS = (("task", 0.0, 4.35, "#DCECF7"), ("head", 4.85, 3.05, "#FFF3D6"), ("loss", 8.4, 3.0, "#DDF1EA"))  # fmt: skip


def decision_data(tasks=TASKS):
    """The tasks, each with its head and its loss, as they stand."""
    return tasks


@painter(9.8, 4.3, phone=False, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_decision(data, figure: Figure):
    """A row of three boxes for each task, arrows between them."""
    axes = panels(figure)
    for name, start, width, _ in COLUMNS:
        axes.text(
            start + width / 2, 0.35, name, ha="center", va="center", fontsize=14, fontweight="bold"
        )
    for row, cells in enumerate(data, start=1):
        for words, (_, start, width, colour) in zip(cells, COLUMNS):
            shape = FancyBboxPatch(
                (start, row - 0.33), width, 0.66, boxstyle="round,pad=0.04", fc=colour, ec=GREY
            )
            axes.add_patch(shape)
            axes.text(start + width / 2, row, words, ha="center", va="center")
        for (_, start, width, _), (_, end, _, _) in zip(COLUMNS, COLUMNS[1:]):
            arrow = FancyArrowPatch(
                (start + width + 0.05, row), (end - 0.05, row), arrowstyle="-|>", mutation_scale=14
            )
            axes.add_patch(arrow)
    axes.set(xlim=(-0.15, 11.55), ylim=(len(data) + 0.5, 0))
    axes.axis("off")


def read_decision(data):
    """In words: the head and the loss of each task."""
    rows = "; ".join(f"{task}: {head}, {loss}" for task, head, loss in data)
    return tr(
        "{count} tasks, each with the head and the loss that go with it. {rows}.",
        count=len(data),
        rows=rows,
    )


DECISION = Picture(decision_data, paint_decision, read_decision)
