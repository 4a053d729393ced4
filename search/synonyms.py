"""Synonyms: the field's words for one thing, added to what was typed, and told to whoever typed it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from search.analysis import composed, words
from search.model import Clause, Query, Term
from search.stems import stem

WORTH = 0.6  # what an added word counts beside one that was typed
MOST_ADDED = 8
LONGEST = 6  # words in a name

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What was added to a query: the words typed, and the words that mean the same."""

    typed: str
    others: tuple[str, ...]


class Synonyms:
    """Groups of words that mean the same to somebody who searches; case, forms and hyphens do not matter."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._others: dict[Stems, dict[str, None]] = {}
        for group in groups:
            for name in group:
                key = _key(words(composed(name)))
                if any(map(stem, words(composed(name)))) and len(key) <= LONGEST:
                    others = (other for other in group if _key(words(composed(other))) != key)
                    self._others.setdefault(key, {}).update(dict.fromkeys(others))

    def widen(self, query: Query) -> tuple[Query, tuple[Added, ...]]:
        """The query with the field's other words added to each clause they stand for, and what was added."""
        clauses = list(query.clauses)
        added: list[Added] = []
        at = 0
        while at < len(clauses):
            taken, others = self._longest(clauses, at)
            if others:
                added.append(Added(" ".join(word for one in clauses[at : at + taken] for word in one.typed), others))
                more = tuple(_terms(others))
                clauses[at : at + taken] = [_with(one, more) for one in clauses[at : at + taken]]
            at += taken
        return (replace(query, clauses=tuple(clauses)), tuple(added)) if added else (query, ())

    def _longest(self, clauses: Sequence[Clause], at: int) -> tuple[int, tuple[str, ...]]:
        """How many clauses from here make the longest known name, and the other names for it."""
        found = 1, tuple[str, ...]()
        typed: list[str] = []
        for count, clause in enumerate(clauses[at : at + LONGEST], 1):
            if not _is_plain(clause):
                break
            typed += clause.typed
            if others := self._others.get(_key(typed)) or self._others.get(_key(["".join(typed)])):
                found = count, tuple(others)[:MOST_ADDED]
        return found


def _is_plain(clause: Clause) -> bool:
    """Whether a clause is a word, or words that a hyphen joins: a phrase, a beginning or an OR stays as typed."""
    single = len(clause.any) == 1 and len(clause.typed) == 1 and not clause.any[0].prefix
    joined = len(clause.any) == 2 and clause.any[1].words == ("".join(clause.typed),)
    return single or joined


def _key(found: Sequence[str]) -> Stems:
    return tuple(stem(word) or word for word in found)


def _terms(names: Iterable[str]) -> Iterator[Term]:
    for name in names:
        if cut := tuple(words(composed(name))):
            yield Term(cut, worth=WORTH)


def _with(clause: Clause, more: tuple[Term, ...]) -> Clause:
    return replace(clause, any=tuple(dict.fromkeys((*clause.any, *more))))
