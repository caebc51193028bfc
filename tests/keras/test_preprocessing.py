"""The Tokenizer of earlier years: its numbers by hand, its modes, and what it refuses."""

import numpy as np
import pytest

from nnlib import keras

pytestmark = pytest.mark.filterwarnings("ignore:keras.preprocessing:FutureWarning")
TEXTS = ["The sun, the wind!", "the rain", "wind and rain and wind"]


def words(**settings):
    made = keras.preprocessing.text.Tokenizer(**settings)
    made.fit_on_texts(TEXTS)
    return made


def test_the_most_frequent_word_is_number_one_and_ties_keep_their_order():
    assert words().word_index == {"the": 1, "wind": 2, "rain": 3, "and": 4, "sun": 5}
    assert words().texts_to_sequences(["wind, the moon"]) == [[2, 1]]
    assert words(num_words=3).texts_to_sequences(TEXTS) == [[1, 1, 2], [1], [2, 2]]
    assert words(oov_token="?").texts_to_sequences(["the moon"]) == [[2, 1]]
    assert words(char_level=True).texts_to_sequences(["q"]) == [[]]


def test_matrices_by_hand():
    n, count = words(), [[0, 2, 1, 0, 0, 1]]
    assert n.texts_to_matrix(TEXTS[:1], mode="count").tolist() == count
    assert n.texts_to_matrix(TEXTS[:1]).tolist() == [[0, 1, 1, 0, 0, 1]]
    assert n.texts_to_matrix(TEXTS[:1], mode="freq").tolist() == [[0, 0.5, 0.25, 0, 0, 0.25]]
    found = n.texts_to_matrix(TEXTS[:1], mode="tfidf")
    of_two, of_one = np.log(1 + 3 / 3), np.log(1 + 3 / 2)  # of three texts, two have "the"
    wanted = [[0, (1 + np.log(2)) * of_two, of_two, 0, 0, of_one]]
    np.testing.assert_allclose(found, wanted)
    numbered = keras.preprocessing.text.Tokenizer(num_words=4)
    assert numbered.sequences_to_matrix([[1, 3, 9], []]).tolist() == [[0, 1, 0, 1], [0] * 4]


def test_it_says_what_is_used_today_and_what_it_cannot_do():
    with pytest.raises(ValueError, match="mode is 'most'"):
        words().texts_to_matrix(TEXTS, mode="most")
    with pytest.raises(ValueError, match=r"Tokenizer\(num_words=1000\) says so"):
        keras.preprocessing.text.Tokenizer().sequences_to_matrix([[1]])
    with pytest.raises(ImportError, match="Keras for convolutions"):
        from nnlib.keras.preprocessing import image  # noqa: F401
