"""The computation-graph stepper: forward pass, backward pass typed by the reader, nudges, paths, orders of visit."""

import anywidget
from traitlets import Int, List, Unicode

from nnlib.backprop import graph_values
from nnlib.plots.ch07.graphs import GRAPH, PRESETS, Graph, graph_data, layout
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.script import script


class GraphStepper(Still, anywidget.AnyWidget):
    """Graphs to step through. `said` is what the status line says, `answered` how many slopes have been filled in.

    The picture moves in the browser alone. Where widgets are not rendered, the first graph stands there as a still
    picture with values and slopes, and words.
    """

    _esm = script(__file__)
    graphs = List().tag(sync=True)
    said = Unicode("").tag(sync=True)
    answered = Int(0).tag(sync=True)
    _id = Unicode("").tag(sync=True)

    def __init__(self, graphs=PRESETS):
        graphs = [graphs] if isinstance(graphs, Graph) else list(graphs)
        for graph in graphs:
            graph_values(
                graph.nodes, graph.values
            )  # a graph that cannot be computed is refused here
        super().__init__(graphs=[_as_json(graph) for graph in graphs])
        self._id = self.model_id
        data = graph_data(graphs[0])
        self._still = GRAPH.bundle(data)


def _as_json(graph):
    return {
        "title": graph.title,
        "story": graph.story,
        "nodes": [[name, operation, list(inputs)] for name, operation, inputs in graph.nodes],
        "values": graph.values,
        "places": {name: list(place) for name, place in layout(graph).items()},
    }


def graph_stepper(*graphs: Graph) -> GraphStepper:
    """Step through computation graphs: the book's, or your own, from `Graph(...)` or `network_graph(...)`."""
    return GraphStepper(graphs or PRESETS)
