"""Texts as rows of numbers: what Keras once kept in keras.preprocessing.text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.annotated import text as text_alone
from nnlib.core.arguments import as_array, one_of, room_for, whole_number
from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import note, spelled

__all__ = ["Tokenizer", "text_to_word_sequence"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
MODES = ("binary", "count", "freq", "tfidf")


@spelled()
def text_to_word_sequence(
    text: str, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """The words of a text, in small letters and without the signs in `filters`. Raises TypeError for what is no text.

    >>> text_to_word_sequence("To be, or not to be!")
    ['to', 'be', 'or', 'not', 'to', 'be']
    """
    if not split:
        raise ValueError(tr("split is empty; wanted what stands between two words"))
    text = (text.lower() if lower else text).translate(str.maketrans(dict.fromkeys(filters, split)))
    return [word for word in text.split(split) if word]


def _all(name: str, given: Any) -> list:
    """What was given as a list. Raises TypeError for what has no entries."""
    if not np.iterable(given):
        raise TypeError(tr("{name} is {value!r}; wanted a list", name=name, value=given))
    return list(given)


def _numbers(given: Any) -> np.ndarray:
    """A sequence as an array of the numbers of words. Raises TypeError or ValueError for others."""
    numbers = as_array("a sequence", _all("a sequence", given))
    if not numbers.size:
        return np.zeros(0, int)
    if numbers.dtype.kind not in "iu" or numbers.ndim != 1 or numbers.min() < 0:
        raise ValueError(tr("a sequence is {value!r}; wanted whole numbers from 0 on", value=given))
    return numbers


class Tokenizer:
    """Words by number, the most frequent first, from 1; `num_words` leaves those from that number on out.

    Words that no text held before are left out too, or are `oov_token`, which is then number 1. Raises TypeError for
    what is no text and no list of words, ValueError for a `num_words` below 1.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     words = Tokenizer(num_words=4)
    >>> words.fit_on_texts(["the sun and the wind", "the rain"])
    >>> words.word_index["the"], words.texts_to_matrix(["the the wind"], mode="count").tolist()
    (1, [[0.0, 2.0, 0.0, 0.0]])
    """

    @spelled()
    def __init__(
        self, num_words: int | None = None, filters: str = FILTERS, lower: bool = True, split: str = " ",
        char_level: bool = False, oov_token: str | None = None,
    ) -> None:  # fmt: skip
        note(
            "keras.preprocessing.text.Tokenizer",
            "sklearn.feature_extraction.text.CountVectorizer",
            depth=4,
        )
        self.num_words = None if num_words is None else whole_number("num_words", num_words)
        self.filters, self.lower, self.split = filters, lower, split
        self.char_level, self.oov_token = char_level, oov_token
        self.word_counts: Counter[str] = Counter()
        self.word_docs: Counter[str] = Counter()
        self.index_docs: dict[int, int] = {}
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}
        self.document_count = 0

    def _words(self, text: str | Sequence[str]) -> list[str]:
        if not isinstance(text, str):
            words = _all("a text", text)
            for word in words:
                text_alone("a word", word)
            return [word.lower() if self.lower else word for word in words]
        if self.char_level:
            return list(text.lower() if self.lower else text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[str | Sequence[str]]) -> None:
        """Count the words of these texts too, and number all words anew."""
        for words in [self._words(text) for text in _all("texts", texts)]:
            self.word_counts.update(words)
            self.word_docs.update({*words})
            self.document_count += 1
        first = [] if self.oov_token is None else [self.oov_token]
        ranked = sorted(self.word_counts, key=self.word_counts.__getitem__, reverse=True)
        self.word_index = {word: i for i, word in enumerate(dict.fromkeys([*first, *ranked]), 1)}
        self.index_word = {i: word for word, i in self.word_index.items()}
        self.index_docs = {self.word_index[word]: n for word, n in self.word_docs.items()}

    def texts_to_sequences(self, texts: Iterable[str | Sequence[str]]) -> list[list[int]]:
        """For each text the numbers of its words."""
        most = self.num_words or len(self.word_index) + 1
        unknown = None if self.oov_token is None else self.word_index.get(self.oov_token)
        found = []
        for text in _all("texts", texts):
            numbers = (self.word_index.get(word, most) for word in self._words(text))
            numbers = (number if number < most else unknown for number in numbers)
            found.append([number for number in numbers if number is not None])
        return found

    def texts_to_matrix(
        self, texts: Iterable[str | Sequence[str]], mode: str = "binary"
    ) -> np.ndarray:
        """A row per text and a column per number of a word, see `sequences_to_matrix`."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(
        self, sequences: Sequence[Sequence[int]], mode: str = "binary"
    ) -> np.ndarray:
        """A row per text and a column per number of a word.

        Mode "binary" says whether the word is there, "count" how often, "freq" with what share, "tfidf" how telling it
        is. Raises ValueError or TypeError for another mode, ValueError where nobody says how many words there are.
        """
        one_of("mode", mode, MODES, ", ".join(MODES))
        if not self.num_words and not self.word_index:
            raise ValueError(tr("how many words are there? Tokenizer(num_words=1000) says so"))
        width = self.num_words or len(self.word_index) + 1
        rows = [_numbers(one) for one in _all("sequences", sequences)]
        room_for(tr("the table"), len(rows), width)
        counts = np.array([np.bincount(one[one < width], minlength=width) for one in rows], float)
        counts = counts.reshape(-1, width)
        if mode == "count":
            return counts
        if mode == "freq":
            lengths = np.array([[max(len(one), 1)] for one in rows])
            return counts / lengths
        if mode == "tfidf":
            return self._telling(counts)
        return np.minimum(counts, 1)

    def _telling(self, counts: np.ndarray) -> np.ndarray:
        """(1 + log count) log(1 + n / (1 + n with the word)), 0 where the word is not there, as Keras has it."""
        holding = np.array([self.index_docs.get(i, 0) for i in range(counts.shape[1])])
        rare = np.log(1 + self.document_count / (1 + holding))
        return np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rare
