"""Old spellings: what is passed on, what is refused, and with which words."""

import pytest

from nnlib import SGD, Dense, keras
from nnlib.models import deprecated
from nnlib.models.deprecated import spelled


@pytest.fixture(autouse=True)
def say_it_again():
    """Each place is told once in a run; here, once in a test."""
    deprecated._said.clear()


@spelled({"gone": "write this"}, old="new: new=[...]")
def function(new=1, other=2):
    return new, other


def test_an_old_keyword_is_passed_on_with_a_word():
    with pytest.warns(FutureWarning, match=r"old= is an old spelling .*; today: new=\[...\]"):
        assert function(old=5) == (5, 2)


@pytest.mark.parametrize(
    "given, complaint",
    [
        ({"gone": 1}, "function has no gone=: write this"),
        ({"old": 1, "new": 2}, "function was given both old= and new="),
        ({"othre": 1}, "unexpected keyword argument 'othre'; did you mean 'other'?"),
        ({"zzz": 1}, "unexpected keyword argument 'zzz'. There are new, other"),
    ],
)
def test_other_keywords_are_refused(given, complaint):
    with pytest.raises(TypeError) as error:
        function(**given)
    assert complaint in str(error.value)


def test_a_function_that_takes_all_keywords_gets_them():
    @spelled(old="new")
    def takes_all(**given):
        return given

    assert takes_all(any=1) == {"any": 1}


def test_a_value_that_asks_for_nothing_is_passed_over():
    @spelled({"often": ("once an epoch", "epoch", None)})
    def save(path):
        return path

    assert save("a", often="epoch") == save("a", often=None) == "a"
    for value in (7, "batch", [None]):
        with pytest.raises(TypeError, match="save has no often=: once an epoch"):
            save("a", often=value)


def test_what_keras_does_anyway_can_be_asked_for():
    model = keras.Sequential([keras.layers.Dense(1)], rng=0)
    settings = {"run_eagerly": False, "jit_compile": "auto", "steps_per_execution": 1}
    model.compile("sgd", keras.losses.mse, loss_weights=None, weighted_metrics=None, **settings)
    keep = keras.callbacks.ModelCheckpoint("never.keras", "loss", save_freq="epoch", period=1)
    assert not keep.save_best_only and keras.callbacks.EarlyStopping(baseline=None).patience == 0
    model.fit([[1.0]], [1.0], verbose=0, validation_freq=1)
    assert model.predict([[1.0]], steps=None).shape == (1, 1)
    assert model.evaluate([[1.0]], [1.0], steps=None) >= 0
    with pytest.raises(TypeError, match="compile has no run_eagerly=: epochs run in one compiled"):
        model.compile("sgd", "mse", run_eagerly=True)


def test_lr_is_the_old_name_of_the_learning_rate():
    optimizer = SGD(0.5)
    with pytest.warns(FutureWarning, match="lr is an old spelling") as notes:
        assert optimizer.lr == 0.5
        optimizer.lr = 0.25
    assert optimizer.learning_rate == 0.25
    assert [note.filename for note in notes] == [__file__] * 2


def test_input_dim_is_the_old_name_of_an_input():
    with pytest.warns(FutureWarning, match=r"input_dim= .* today: keras.Input\(shape=...\)"):
        assert Dense(3, input_dim=8).input_shape == (8,)


def test_a_note_names_the_line_of_whoever_wrote_the_old_word():
    with pytest.warns(FutureWarning, match="lr= is an old spelling") as said:
        SGD(lr=0.25)
    assert said[0].filename == __file__
