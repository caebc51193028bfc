"""Settings: a slip of the pen in an attribute is seen on its line, and so is a number that cannot be."""

import pytest

from nnlib import SGD, Adam, Dense, Dropout, Flatten, Input, Sequential
from nnlib.models.settings import Settings


@pytest.mark.parametrize(
    "thing, name, complaint",
    [
        (lambda: Dense(3), "unit", "Dense has no 'unit'; did you mean 'units'?"),
        (lambda: Dropout(0.5), "ratte", "Dropout has no 'ratte'; did you mean 'rate'?"),
        (lambda: Flatten(), "frozen", "Flatten has no 'frozen'. There are "),
        (lambda: SGD(), "momentun", "SGD has no 'momentun'; did you mean 'momentum'?"),
        (lambda: Adam(), "beta1", "Adam has no 'beta1'; did you mean 'beta_1'?"),
    ],
)
def test_an_attribute_that_is_not_there_is_refused_on_its_line(thing, name, complaint):
    with pytest.raises(AttributeError) as error:
        setattr(thing(), name, False)
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    "thing, name, value",
    [
        (Dense(3), "units", 0),
        (Dense(3), "activation", "rleu"),
        (Dense(3), "l2", -1),
        (Dense(3), "kernel_initializer", "hee"),
        (Dropout(0.5), "rate", 1),
        (SGD(), "momentum", 2),
        (SGD(), "learning_rate", -1),
        (Adam(), "beta_2", 1),
        (Adam(), "epsilon", -1),
    ],
)
def test_a_value_that_cannot_be_is_refused_on_its_line_and_changes_nothing(thing, name, value):
    before = getattr(thing, name)
    with pytest.raises(ValueError):
        setattr(thing, name, value)
    assert getattr(thing, name) == before


def test_what_is_trained_says_so():
    model = Sequential([Dense(3), Dense(1)])
    assert model.trainable and model.layers[0].trainable
    model.layers[0].trainable = False
    assert model.trainable and model.layers[1].trainable
    model.trainable = False
    assert not model.trainable and not model.layers[1].trainable
    with pytest.raises(TypeError, match="trainable is 'no'; wanted True or False"):
        model.layers[0].trainable = "no"


def test_a_class_made_elsewhere_adds_attributes_as_it_likes():
    class Noted(Dense):
        def __init__(self, units, note):
            super().__init__(units)
            self.note = note

    assert Noted(3, "the first").note == "the first"
    assert Sequential([Input([2]), Noted(3, "x")]).sizes == [2, 3]


def test_a_method_that_nothing_calls_is_refused_where_it_is_written():
    with pytest.raises(TypeError, match="Always defines call, which is never called here"):

        class Always(Dropout):
            def call(self, inputs):
                return inputs

    with pytest.raises(TypeError, match="Mine defines train_step, which is never called here"):

        class Mine(Sequential):
            def train_step(self, data):
                return {}


def test_the_names_that_can_be_set_are_told():
    class Small(Settings):
        checks = {"rate": lambda name, value: value}
        rate = 0

        def at(self):
            return 0

    Small.__module__ = "nnlib.somewhere"
    with pytest.raises(AttributeError, match="^Small has no 'x'. There are rate$"):
        Small().x = 1
