"""What of a page is looked up: its stems with their weights, its words in their order, its facets and names."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from search.analysis import composed, compounds, title_key, words
from search.model import BY, Document
from search.ranking import ALIAS, LABEL, SUMMARY, TITLE
from search.stems import stem

_GAP = 16  # places left free between two passages, so that no phrase reaches across
_JOINT = "\x1f"


@dataclass(frozen=True, slots=True)
class Described:
    """A page as every keeper looks it up; `facets` are keys of `facet_key`, `texts` the words of each passage.

    `length` is in words; one that counts less than others, as in what is said about the page, is shorter by that.
    """

    stems: Mapping[str, float]
    texts: Sequence[Sequence[str]]
    length: int
    named: tuple[str, ...]
    facets: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each word stands there, as written."""
        return Counter(chain.from_iterable(self.texts))

    @property
    def places(self) -> Mapping[str, "array[int]"]:
        """Where each word stands, counted from 0 through all passages, with a gap after each."""
        found: dict[str, array[int]] = defaultdict(partial(array, "I"))
        start = 0
        for text in self.texts:
            for place, word in enumerate(text, start):
                found[word].append(place)
            start += len(text) + _GAP
        return found


def describe(document: Document) -> Described:
    """Cut a page into what it is looked up by."""
    stems: dict[str, float] = defaultdict(float)
    texts: list[list[str]] = []
    length = 0.0
    for weight, text in passages(document):
        texts.append(found := words(composed(text)))
        length += len(found) * min(weight, 1.0)
        for word, count in Counter(chain(found, compounds(text))).items():
            if root := stem(word):
                stems[root] += weight * count
    named = (key for name in (document.title, *document.aliases) if (key := title_key(name)))
    carried = {**facets(document), BY: document.signers}
    keys = (facet_key(name, term) for name, terms in carried.items() for term in terms)
    return Described(stems, texts, round(length), tuple(named), tuple(dict.fromkeys(keys)))


def passages(document: Document) -> Iterator[tuple[float, str]]:
    """Everything of a page that is searched, each with its weight; headings are the same on every page of a kind."""
    yield TITLE, document.title
    yield SUMMARY, document.summary
    for alias in document.aliases:
        yield ALIAS, alias
    for label in document.labels:
        yield LABEL, label
    for part in document.parts:
        if part.weight > 0:
            yield part.weight, part.text


def facet_key(name: str, term: str) -> str:
    """The string a facet's term is looked up by."""
    return f"{name}{_JOINT}{term}"


def facet_of(key: str) -> tuple[str, str]:
    """The facet's name and term a string stands for."""
    name, _, term = key.partition(_JOINT)
    return name, term


def facets(document: Document) -> dict[str, tuple[str, ...]]:
    """The page's terms by facet; its kind is always one of them."""
    return {"kind": (document.kind,), **document.terms}
