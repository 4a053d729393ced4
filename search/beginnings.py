"""Names by the beginnings of their words: what may be meant by the first letters somebody types, one slip forgiven."""

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from heapq import nsmallest
from typing import Any, Generic, Protocol, TypeVar

from search.analysis import composed, fold, words
from search.spelling import beginnings

MOST_TYPED = 100  # characters that are looked at
LAST = "\U0010ffff"

K = TypeVar("K", bound=Hashable)
K_contra = TypeVar("K_contra", contravariant=True)


class Names(Protocol[K_contra]):
    """Folded names by key."""

    def __getitem__(self, key: K_contra, /) -> str:
        """The name under a key."""


def typed_words(typed: str) -> tuple[str, list[str]]:
    """What was typed as titles are compared with it, and its words."""
    head = composed(typed[:MOST_TYPED])
    return fold(head).strip(), words(head)


def first(begin: str, keys: Iterable[K], names: Names[K], limit: int, tie: Callable[[K], Any]) -> list[K]:
    """The keys with the best folded names: those that begin so, then short ones, then in the order of `tie`."""
    left = list(keys)
    begins = [key for key in left if names[key].startswith(begin)]
    best = _short(begins, names, limit, tie)
    if len(best) < limit:
        chosen = set(begins)
        best += _short([key for key in left if key not in chosen], names, limit - len(best), tie)
    return best


def _short(keys: Sequence[K], names: Names[K], limit: int, tie: Callable[[K], Any]) -> list[K]:
    if len(keys) > limit:  # comparing whole names is dear, and nearly all are too long
        longest = nsmallest(limit, [len(names[key]) for key in keys])[-1]
        keys = [key for key in keys if len(names[key]) <= longest]
    return sorted(keys, key=lambda key: (len(names[key]), names[key], tie(key)))[:limit]


class Beginnings(Generic[K]):
    """Names under keys, in memory; keys have an order. Names come and go one at a time. Not for several threads."""

    def __init__(self, named: Iterable[tuple[K, str]] = ()) -> None:
        self._names: dict[K, str] = {}
        self._holding: dict[str, list[K]] = {}
        for key, name in named:
            self._names[key] = fold(composed(name))
        for key, name in self._names.items():
            for word in set(words(name)):
                self._holding.setdefault(word, []).append(key)
        self._words = sorted(self._holding)

    def put(self, key: K, name: str) -> None:
        """Keep a name under a key, in place of the one it had."""
        self.drop(key)
        self._names[key] = fold(composed(name))
        for word in set(words(self._names[key])):
            if word not in self._holding:
                self._holding[word] = []
                insort(self._words, word)
            self._holding[word].append(key)

    def drop(self, key: K) -> None:
        """Forget a key; one that is not there is fine."""
        for word in set(words(self._names.pop(key, ""))):
            self._holding[word].remove(key)
            if not self._holding[word]:
                del self._holding[word]
                del self._words[bisect_left(self._words, word)]

    def best(self, typed: str, limit: int, seen: Set[K] | None = None, among: Set[K] | None = None) -> list[K]:
        """The keys of names that hold a word beginning like each one typed: names that begin so first, then short ones.

        Only keys in `seen` count, all when it is None: a word that begins none of their names may be one slip away.
        `among` chooses from what is found.
        """
        begin, parts = typed_words(typed)
        found: set[K] = set()
        for number, part in enumerate(parts):
            held = self._near(part, seen)
            found = found & held if number else held
            if not found:
                return []
        return first(begin, found if among is None else found & among, self._names, limit, lambda key: key)

    def _near(self, part: str, seen: Set[K] | None) -> set[K]:
        found = self._with(part)
        found = found if seen is None else found & seen
        if not found:
            found = found.union(*map(self._with, beginnings(part, self._words)))
            found = found if seen is None else found & seen
        return found

    def _with(self, part: str) -> set[K]:
        words = self._words[bisect_left(self._words, part) : bisect_left(self._words, part + LAST)]
        return set[K]().union(*(self._holding[word] for word in words))
