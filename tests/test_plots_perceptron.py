"""The figures of chapter 1: the numbers behind them against an independent truth, and the board's Python side."""

import json

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots import board, gates, neurons, rule
from nnlib.plots.gates import half_plane


def own_step(w, b, x, y, eta):
    """The perceptron rule, written without the book."""
    fired = 1 if w[0] * x[0] + w[1] * x[1] + b >= 0 else 0
    return np.array([w[k] + eta * (y - fired) * x[k] for k in range(2)]), b + eta * (y - fired)


# -- half-planes ----------------------------------------------------------------------------------------------------


def contains(polygon, point):
    """Whether a convex polygon holds a point: it lies on one side of all edges."""
    if len(polygon) < 3:
        return False
    p = np.array(polygon)
    q = np.roll(p, -1, axis=0) - p
    cross = q[:, 0] * (point[1] - p[:, 1]) - q[:, 1] * (point[0] - p[:, 0])
    return bool((cross >= 0).all())


def test_the_two_sides_share_out_the_square():
    rng = np.random.default_rng(0)
    for _ in range(30):
        w, b = rng.normal(0, 1, 2), rng.normal(0, 1)
        fire, calm = (half_plane((-1.0, 2.0), w, b, sign) for sign in (1, -1))
        for point in rng.uniform(-1, 2, (20, 2)):
            fires = w @ point + b > 0
            assert contains(fire, point) == fires
            assert contains(calm, point) != fires


@pytest.mark.parametrize(("b", "corners"), [(1.0, 4), (0.0, 4), (-1.0, 0)])
def test_without_weights_one_side_is_everything(b, corners):
    assert len(half_plane((-1.0, 2.0), np.zeros(2), b, 1)) == corners
    assert gates.boundary((-1.0, 2.0), np.zeros(2), b) is None


def test_the_line_that_is_drawn_has_the_sum_0():
    w, b = np.array([2.0, -1.0]), 0.5
    for end in gates.boundary((-1.0, 2.0), w, b):
        assert abs(w @ end + b) < 1e-12 and np.isclose(np.abs(end - 0.5).max(), 1.5)
    assert gates.boundary((-1.0, 2.0), w, 40.0) is None


# -- gates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", gates.GOALS)
def test_the_books_gates_light_their_lamps(name):
    (w1, w2), b = nnlib.gate_weights(name)
    data = gates.builder_data(w1, w2, b)
    assert data.gate == name and data.reached == (name,)
    assert np.isclose(data.margin, 0.5 / np.sqrt(2))


def test_no_lamp_for_a_gate_with_a_corner_on_the_line():
    data = gates.builder_data(2.0, 1.0, -3.0)  # what the perceptron learns
    assert (
        data.gate == "AND" and data.reached == () and data.touching.tolist() == [False] * 3 + [True]
    )
    assert "(1, 1) on the line" in gates.read_builder(data)


def test_a_lamp_stays_on():
    widget = plots.gate_builder()
    for name in gates.GOALS:
        (w1, w2), b = nnlib.gate_weights(name)
        widget.set(w1=w1, w2=w2, b=b)
    assert "All four lights are on!" in widget.words


def test_the_first_sliders_light_nothing():
    assert "Still dark: AND, OR, NAND, NOR." in plots.gate_builder().words


def test_the_tie_switch_turns_or_into_and():
    assert [gates.tie_data(-1.0, on).gate for on in (True, False)] == ["OR", "AND"]
    assert gates.tie_data(-0.5, True).gate == gates.tie_data(-0.5, False).gate == "OR"
    widget = plots.tie_switch()
    widget.set(b=-1.0, fires_at_zero=False)
    assert "this is AND; 2 of 4 corners" in widget.words and "it is OR" in widget.words


def test_the_distance_in_the_plane():
    data = gates.plane_data(w=(3.0, 4.0), b=-5.0, point=(3.0, 4.0))
    assert data.z == 20 and data.distance == 4


# -- the rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ("and", "or", "nand", "nor", "xor"))
@pytest.mark.parametrize("step", (nnlib.perceptron_step, own_step))
def test_a_walk_is_what_perceptron_fit_does(name, step):
    X, y = nnlib.logic_gate(name)
    frames, mistakes = rule.walk(X, y, np.zeros(2), 0.0, step=step)
    w, b, counts = nnlib.perceptron_fit(X, y, 1, rule.LONGEST)
    assert mistakes == counts and frames[-1].w.tolist() == w.tolist() and frames[-1].b == b
    assert sum(frame.error != 0 for frame in frames) == sum(counts)


def test_a_walk_goes_on_where_it_stopped():
    X, y = nnlib.logic_gate("nand")
    whole, counts = rule.walk(X, y, np.zeros(2), 0.0)
    w, b, mistakes, pieces = np.zeros(2), 0.0, [], []
    for k in range(len(whole)):
        (frame,), mistakes = rule.walk(X, y, w, b, until="example", cursor=k % 4, mistakes=mistakes)
        w, b = frame.w, frame.b
        pieces.append(frame)
    assert mistakes == counts and [f.b for f in pieces] == [f.b for f in whole]
    assert [f.turn for f in pieces] == [f.turn for f in whole]


@pytest.mark.parametrize("answer", (None, (np.zeros(3), 0.0), (np.zeros(2), np.nan), np.zeros(2)))
def test_a_step_that_gives_something_else_is_refused(answer):
    with pytest.raises(ValueError, match="perceptron_step gave"):
        rule.walk(*nnlib.logic_gate("and"), np.zeros(2), 0.0, step=lambda *a: answer)


def test_the_film_of_and():
    data = rule.film_data()
    assert len(data.corrections) == 11 and data.mistakes == [2, 3, 3, 2, 1, 0] and data.settled
    assert "the book's rule" in rule.read_film(data) and "w = (2, 1) and b = −3" in rule.read_film(
        data
    )
    assert "your rule" in rule.read_film(rule.film_data(step=own_step))
    assert "the first 12 of 398" in rule.read_film(rule.film_data("XOR"))


def test_the_stepper_says_what_was_done():
    widget = plots.rule_stepper()
    assert "Nothing seen yet" in widget.words
    widget.controls["next"].click()
    assert "row (0, 0): sum 0, so it fires, but it should be silent" in widget.words
    assert "b: 0 → −1" in widget.words
    widget.controls["next"].click()
    assert "Nothing changes" in widget.words
    widget.set(seen=4)
    assert (
        "it should fire: the row is added" in widget.words and "w: (0, 0) → (1, 1)" in widget.words
    )
    widget.controls["again"].click()
    assert widget.values()["seen"] == 0


def test_clouds_have_the_gap_they_promise():
    for gap in (0.1, 0.8):
        X, y = rule.clouds(gap, np.random.default_rng(3))
        across = X @ rule.UNIT
        assert np.isclose(across[y == 1].min() - across[y == 0].max(), gap)
        R, gamma, bound = rule.bound(X, y)
        assert np.isclose(gamma, gap / 2 / np.hypot(1, rule.OFFSET)) and np.isclose(
            bound, (R / gamma) ** 2
        )
        assert np.isclose(R, max(np.sqrt(x @ x + 1) for x in X))


def test_mistakes_stay_under_the_bound_for_every_seed():
    found, owner = rule.bounds_data()
    assert owner == "the book's" and set(found) == set(rule.GAPS)
    assert all(0 < one.mistakes <= one.bound for trials in found.values() for one in trials)
    medians = [np.median([one.mistakes for one in found[gap]]) for gap in sorted(found)]
    assert medians[0] > 3 * medians[-1]  # a narrow gap takes longer


# -- several outputs, and pixels ------------------------------------------------------------------------------------


def test_the_columns_of_the_layer_are_the_gates():
    for k, x in enumerate(nnlib.logic_gate("and")[0]):
        data = neurons.layer_data(x=x)
        assert data.outputs.tolist() == [nnlib.logic_gate(n.lower())[1][k] for n in data.names]
    assert data.W.shape == (2, 3)


def test_one_unit_tells_two_digits_apart():
    data = neurons.digits_data(seeds=2)
    assert data.w.shape == (64,) and data.accuracies.min() >= 0.99
    assert all(mistakes[-1] == 0 for mistakes in data.mistakes)
    middle, ring = data.w.reshape(8, 8)[2:6, 3:5], data.w.reshape(8, 8)[2:6, [2]]
    assert middle.mean() > 0 > ring.mean()


# -- the board ------------------------------------------------------------------------------------------------------


def ask(until="settled", **more):
    points = board.PRESETS["AND"]["points"]
    return {
        "id": 7,
        "points": points,
        "w": [0, 0],
        "b": 0,
        "eta": 1,
        "until": until,
        "cursor": 0,
        "mistakes": [],
    } | more


def test_python_answers_with_the_walk_of_the_readers_step():
    found = board.answer(own_step, ask())
    assert found["id"] == 7 and found["mistakes"] == [2, 3, 3, 2, 1, 0] and found["cursor"] == 0
    assert found["frames"][-1]["w"] == [2, 1] and found["frames"][-1]["b"] == -3
    assert sum(f["error"] != 0 for f in found["frames"]) == 11
    json.dumps(found)  # it travels as JSON


def test_an_error_of_the_reader_is_told_and_not_raised():
    def step(w, b, x, y, eta):
        raise NotImplementedError("not written yet")

    assert board.answer(step, ask()) == {
        "id": 7,
        "problem": "perceptron_step: NotImplementedError: not written yet",
    }
    assert "wanted w and b" in board.answer(lambda *a: None, ask())["problem"]


def test_a_message_is_answered(monkeypatch):
    widget, sent = plots.perceptron_board(step=own_step), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    widget._handle_custom_msg(ask("example"), [])
    assert widget.remote and widget.whose == "your" and len(sent) == 1
    assert sent[0]["frames"] == [{"row": 0, "error": -1, "w": [0, 0], "b": -1, "pass": 1}]


def test_the_board_is_a_picture_where_widgets_are_not_rendered():
    data = plots.perceptron_board("XOR", w=(1, 1), b=-0.5)._repr_mimebundle_()
    assert '<img alt="Perceptron board: 4 points, 2 of them class 1' in data["text/html"]
    assert data["text/plain"].endswith("w = (1, 1), b = −0.5; 1 of 4 wrong.")
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_board_takes_the_readers_points():
    X, y = np.array([[10.0, 20.0], [30.0, 5.0]]), np.array([0, 1])
    widget = plots.perceptron_board((X, y))
    assert widget.points == [[10.0, 20.0, 0], [30.0, 5.0, 1]] and not widget.remote
    assert widget.view[0] < 5 and widget.view[1] > 30
    with pytest.raises(ValueError, match="wanted \\(X, y\\) or one of AND"):
        plots.perceptron_board("NOT")


def test_the_two_clouds_can_be_learned():
    points = np.array(board.PRESETS["two clouds"]["points"])
    _, _, mistakes = nnlib.perceptron_fit(points[:, :2], points[:, 2], 1, 100)
    assert mistakes[-1] == 0 and 5 < sum(mistakes) < 40
