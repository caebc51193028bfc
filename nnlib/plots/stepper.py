"""The computation-graph stepper: the way forward, the way back typed by the reader, nudges, paths, orders of visit."""

from pathlib import Path

import anywidget
from traitlets import Int, List, Unicode

from nnlib.backprop import graph_values
from nnlib.plots.graphs import GRAPH, PRESETS, Graph, graph_data, layout, paint_graph
from nnlib.plots.pictures import bundle, png


class GraphStepper(anywidget.AnyWidget):
    """Graphs to step through. `said` is what the status line says, `answered` how many slopes have been filled in.

    The picture moves in the browser alone. Where widgets are not rendered, the first graph stands there as a still
    picture with values and slopes, and words.
    """

    _esm = Path(__file__).with_suffix(".js")
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
        self._first = bundle(png(paint_graph(data)), GRAPH.words(data))

    def _repr_mimebundle_(self, **kwargs):
        found = super()._repr_mimebundle_(**kwargs)
        data = found[0] if isinstance(found, tuple) else found
        still = {key: self._first[key] for key in ("text/html", "text/plain")}
        return {"text/html": still["text/html"]} | data | {"text/plain": still["text/plain"]}


def _as_json(graph):
    return {
        "title": graph.title,
        "story": graph.story,
        "nodes": [[name, operation, list(inputs)] for name, operation, inputs in graph.nodes],
        "values": graph.values,
        "places": {name: list(place) for name, place in layout(graph).items()},
    }


def graph_stepper(*graphs):
    """Step through computation graphs: the book's, or your own, from `Graph(...)` or `network_graph(...)`."""
    return GraphStepper(graphs or PRESETS)
