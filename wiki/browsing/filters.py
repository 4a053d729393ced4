"""Filters in words: which there are, which terms each has, and which are offered with a list."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from search.analysis import title_key
from search.model import BY
from wiki.browsing.model import KIND, Ask, Bounds, Choice, Group
from wiki.browsing.tallies import Tallies
from wiki.errors import marked
from wiki.kinds.display import YESNO
from wiki.kinds.indexing import SINCE, Facet, facets
from wiki.kinds.model import Field, FieldType, Kind, Library
from wiki.names import LONGEST, to_slug
from wiki.pages.queries import PageRef

NUMBERS = ("cost", "setup", "hours")
OFFERED = (KIND, "org_type", "area", "tool", "level", "outcome")
BEGAN = marked("Began")
SIGNED = marked("Signed by")
LONGEST_NAME = 100
AT_ONCE = 10  # terms of a facet that stand open; more are folded away
AT_MOST = 40  # terms without a vocabulary that are offered at all


class Filters:
    """Everything a list can be filtered by in this library."""

    def __init__(self, library: Library, tallies: Tallies | None = None) -> None:
        """Without `tallies` they are good for words alone: `groups` would count nobody."""
        self._library = library
        self._tallies = tallies or Tallies(library, lambda: sys.maxsize)
        self._by_name = {KIND: Facet(KIND, marked("Kind"), "")} | {one.name: one for one in facets(library)}
        for kind in library.kinds.values():
            for field in kind.fields:
                if field.facet:
                    self._by_name.setdefault(field.facet, _undeclared(library, field))
        self._by_name[BY] = Facet(BY, SIGNED, "")  # asked for by name alone; never offered and never counted

    def names(self) -> Sequence[str]:
        """Every filter's name in addresses."""
        return tuple(self._by_name)

    def offered(self, kind: Kind | None) -> Sequence[str]:
        """The filters offered on a kind's list, or on the search page."""
        return kind.facets if kind else OFFERED

    def of_vocabulary(self, vocabulary: str) -> Facet | None:
        """The first filter whose terms this vocabulary holds."""
        return next((one for one in self._by_name.values() if vocabulary and one.vocabulary == vocabulary), None)

    def vocabulary_of(self, name: str) -> str:
        """The vocabulary of a filter's terms; "" when its terms are names, or there is no such filter."""
        return self._by_name[name].vocabulary if name in self._by_name else ""

    def current(self, name: str, term: str) -> str:
        """The term to ask for when somebody asks for this one: what it became, if it was merged."""
        vocabulary = self.vocabulary_of(name)
        return self._library.vocabularies[vocabulary].key_of(term) if vocabulary else term

    def knows(self, name: str, term: str) -> bool:
        """Whether such a term can be asked for."""
        if name == KIND:
            return term in self._library.kinds
        if name == BY:
            return bool(title_key(term)) and len(term) <= LONGEST_NAME
        vocabulary = self._by_name[name].vocabulary
        if vocabulary:
            return term in self._library.vocabularies[vocabulary].terms
        return 0 < len(term) <= LONGEST and (term in YESNO or to_slug(term, "") == term)

    def free_terms(self, counts: Mapping[str, Mapping[str, int]], ask: Ask, names: Iterable[str]) -> set[str]:
        """The terms that are names of pages, whose titles have to be looked up."""
        found: set[str] = set()
        for name in names:
            if name not in (KIND, BY) and not self._by_name[name].vocabulary:
                found |= set(_most(counts.get(name, {}))) | set(ask.filters.get(name, ()))
        return found

    def groups(
        self,
        counts: Mapping[str, Mapping[str, int]],
        ask: Ask,
        names: Sequence[str],
        titles: Mapping[str, PageRef],
        total: int,
    ) -> tuple[Group, ...]:
        """The filters offered with a list of so many pages, those in force included; one without a choice is left out.

        A filter in force is counted over more pages than the list has, which its reader may know: over any number.
        """
        shown = [name for name in dict.fromkeys((*names, *ask.filters)) if name != BY]
        made = (
            self._group(
                name,
                counts.get(name, {}),
                ask.filters.get(name, ()),
                titles,
                sum(counts.get(name, {}).values()) if name in ask.filters else total,
            )
            for name in shown
        )
        return tuple(group for group in made if group.choices)

    def bounds(self, ask: Ask, offered: Sequence[str]) -> tuple[Bounds, ...]:
        """The numbers a list can be narrowed by: those among its filters, when it began, and those in force."""
        names = [name for name in offered if name in NUMBERS]
        names = list(dict.fromkeys([*names, *((SINCE,) if names else ()), *ask.ranges]))
        return tuple(
            Bounds(name, self.number(name), one.low, one.high)
            if (one := ask.ranges.get(name))
            else Bounds(name, self.number(name))
            for name in names
        )

    def facet_label(self, name: str) -> str:
        """What a filter is called."""
        return self._by_name[name].label

    def number(self, name: str) -> str:
        """A number in words, as its filter is called."""
        return self._by_name[name].label if name in self._by_name else BEGAN

    def label(self, name: str, term: str, titles: Mapping[str, PageRef]) -> str:
        """A term in words: its label, the title of the page it names, or its name read aloud."""
        if name == KIND:
            return self._library.kinds[term].label if term in self._library.kinds else term
        if name == BY:
            return term
        vocabulary = self._by_name[name].vocabulary
        if vocabulary:
            return self._library.label(vocabulary, term)
        if term in titles:
            return titles[term].title
        return YESNO.get(term) or term.replace("-", " ").capitalize()

    def _group(
        self, name: str, counts: Mapping[str, int], chosen: Sequence[str], titles: Mapping[str, PageRef], total: int
    ) -> Group:
        terms = self._in_order(name, counts, chosen)
        vocabulary = self._by_name[name].vocabulary
        told = self._tallies.told(vocabulary, counts, total)
        nothing = self._tallies.nothing(vocabulary)
        open_terms = set(sorted(terms, key=lambda term: -told.get(term, nothing).size)[:AT_ONCE]) | set(chosen)
        if len(terms) <= AT_ONCE + 2:
            open_terms = set(terms)
        every = [
            Choice(term, self.label(name, term, titles), told.get(term, nothing), term in chosen) for term in terms
        ]
        return Group(
            name,
            self._by_name[name].label,
            tuple(choice for choice in every if choice.term in open_terms),
            tuple(choice for choice in every if choice.term not in open_terms),
        )

    def _in_order(self, name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> list[str]:
        """Terms with pages or in force: as the vocabulary orders them, or the most used first."""
        vocabulary = self._by_name[name].vocabulary
        ordered: Iterable[str]
        if name == KIND:
            ordered = self._library.kinds
        elif vocabulary:
            ordered = self._library.vocabularies[vocabulary].terms
        else:
            ordered = dict.fromkeys((*_most(counts), *chosen))
        return [term for term in ordered if counts.get(term) or term in chosen]


def _most(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda term: (-counts[term], term))[:AT_MOST]


def _undeclared(library: Library, field: Field) -> Facet:
    """A facet no list offers, though the facts on a page lead to it."""
    columns = field.columns if field.type is FieldType.RECORDS else (field,)
    vocabulary = field.band if field.band else next((one.vocabulary for one in columns if one.vocabulary), "")
    return Facet(field.facet, field.label, vocabulary)
