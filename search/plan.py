"""From a query to what is looked up in an index: the same for every keeper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.analysis import composed, words
from search.model import Query, Term
from search.stems import stem

STEM, WORD, PHRASE, PREFIX = "stem", "word", "phrase", "prefix"


@dataclass(frozen=True, slots=True)
class Lookup:
    """One thing to look up: a stem, a word as written, words next to each other, or the beginning of words."""

    how: str
    words: tuple[str, ...]
    worth: float = 1.0


Alternatives = tuple[Lookup, ...]
"""What one clause is looked up as: a page holds the clause when it holds any of these."""


def planned(query: Query) -> tuple[Alternatives, ...]:
    """Each clause as its look-ups. Words that say nothing are left out, unless there is nothing else."""
    telling = tuple(found for clause in query.clauses if (found := tuple(_lookups(clause.any))))
    if telling:
        return telling
    return tuple((Lookup(WORD, (word,)),) for word in query.words)


def loosened(plan: Sequence[Alternatives]) -> tuple[Alternatives, ...]:
    """The same with every phrase fallen apart into its words; empty when there is no phrase."""
    if not any(one.how == PHRASE for alternatives in plan for one in alternatives):
        return ()
    made: list[Alternatives] = []
    for alternatives in plan:
        kept = tuple(one for one in alternatives if one.how != PHRASE)
        roots = [root for one in alternatives if one.how == PHRASE for word in one.words if (root := stem(word))]
        made += [(*kept, Lookup(STEM, (root,))) for root in dict.fromkeys(roots)] or ([kept] if kept else [])
    return tuple(dict.fromkeys(made))


def excluded(query: Query) -> tuple[Lookup, ...]:
    """What no page may hold."""
    return tuple(_lookups(query.excluded))


def in_order(query: Query) -> tuple[tuple[str, str], ...]:
    """Pairs of single words that were typed one after the other: pages that say them so are told apart by it."""
    plain = [clause.typed[0] if len(clause.typed) == 1 else "" for clause in query.clauses]
    return tuple(dict.fromkeys((one, two) for one, two in pairwise(plain) if one and two and stem(one) and stem(two)))


def titled(plan: Sequence[Alternatives], title: str) -> bool:
    """Whether a title holds something of every clause."""
    held = words(composed(title))
    # A stem keeps its first letter; finding the stems of words that nobody asks for takes most of the time.
    begun = {word[0] for alternatives in plan for one in alternatives for word in one.words}
    roots = {stem(word) for word in held if word[0] in begun}

    def holds(one: Lookup) -> bool:
        if one.how == PREFIX:
            return any(word.startswith(one.words[0]) for word in held)
        if one.how == WORD:
            return one.words[0] in held
        return roots.issuperset(one.words if one.how == STEM else filter(None, map(stem, one.words)))

    return bool(plan) and all(any(map(holds, alternatives)) for alternatives in plan)


def marks(plan: Sequence[Alternatives]) -> tuple[list[str], list[str], list[str], list[tuple[str, ...]]]:
    """What to mark in a passage: stems, words as written, beginnings of words, words side by side."""
    every = [one for alternatives in plan for one in alternatives]
    stems = [one.words[0] for one in every if one.how == STEM]
    phrases = [(one.words, [root for word in one.words if (root := stem(word))]) for one in every if one.how == PHRASE]
    stems += [root for _, roots in phrases if len(roots) == 1 for root in roots]
    runs = [written for written, roots in phrases if len(roots) > 1]
    exact = [word for one in every if one.how == WORD for word in one.words]
    exact += [word for one in every if one.how == PHRASE if not any(map(stem, one.words)) for word in one.words]
    return list(dict.fromkeys(stems)), exact, [one.words[0] for one in every if one.how == PREFIX], runs


def _lookups(terms: Sequence[Term]) -> Iterator[Lookup]:
    for term in terms:
        if term.prefix:
            yield Lookup(PREFIX, term.words, term.worth)
        elif len(term.words) > 1:
            yield Lookup(PHRASE, term.words, term.worth)
        elif term.words and (root := stem(term.words[0])):
            yield Lookup(STEM, (root,), term.worth)
