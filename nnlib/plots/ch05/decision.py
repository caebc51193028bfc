"""Which loss for which task, as a table."""

from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.cards import Column, cards
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import painter

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
COLUMNS = (
    Column("task", 0.0, 4.35, "#DCECF7"),
    Column("head", 4.85, 3.05, "#FFF3D6"),
    Column("loss", 8.4, 3.0, "#DDF1EA"),
)


def decision_data(tasks=TASKS):
    """The tasks, each with its head and its loss, as they stand."""
    return tasks


@painter(9.8, 4.3, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_decision(data, figure: Figure):
    """A row of three boxes for each task, arrows between them."""
    cards(figure, COLUMNS, data, arrows=True)


def read_decision(data):
    """In words: the head and the loss of each task."""
    rows = "; ".join(f"{task}: {head}, {loss}" for task, head, loss in data)
    return tr(
        "{count} tasks, each with the head and the loss that go with it. {rows}.",
        count=len(data),
        rows=rows,
    )


DECISION = Picture(decision_data, paint_decision, read_decision)
