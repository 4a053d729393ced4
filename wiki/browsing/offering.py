"""What is offered while somebody types: pages, tools apart from the others, and terms of the vocabularies."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import quote

from auth.model import Actor
from auth.policy import audience
from search.model import Hit, SearchIndex
from wiki.browsing.model import KIND, Ask
from wiki.browsing.naming import Named, Naming
from wiki.browsing.narrowing import Narrowing
from wiki.browsing.understanding import Understanding
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library

PAGES, TOOLS, TERMS = 6, 2, 3
TOOL = "tool"
LEAST = 3  # letters of a last word that may mean a term
LONGEST = 4  # words of a term's beginning behind other words
LONGEST_TYPED = 200
_NAMED = re.compile(r'(?:^|\s)([^\W\d_][\w-]{0,30}):"?([^":]*)$')


@dataclass(frozen=True, slots=True)
class Offer:
    """A term that is offered, with the label of its vocabulary.

    `also` is the other name that begins like what was typed, "" when it is the label. It leads to its own page or, when
    it `narrows`, to the search for `beside`, what stands before it, among the pages that carry it.
    """

    label: str
    vocabulary: str
    also: str
    address: str
    narrows: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered for some letters; each page stands in one group, by kind."""

    pages: Mapping[str, Sequence[Hit]]
    terms: tuple[Offer, ...]


class Offering:
    """Offers only what leads to something the reader may see: pages by their rights, terms that such pages carry."""

    def __init__(
        self, index: SearchIndex, library: Library, understanding: Understanding, generation: Callable[[], int]
    ) -> None:
        self._index = index
        self._library = library
        self._asking, self._tallies = understanding.asking, understanding.tallies
        self._narrowing = Narrowing(index, understanding, generation)
        self._kept: Naming | None = None

    def offers(self, actor: Actor, typed: str) -> Offers:
        """Six pages, two tools or more among them if there are so many, and three terms: what a phone shows at once."""
        tools = self._index.suggest(typed, audience(actor), PAGES, (TOOL,))
        others = [hit for hit in self._index.suggest(typed, audience(actor), PAGES) if hit.kind != TOOL]
        others = others[: PAGES - min(len(tools), TOOLS)]
        groups: dict[str, list[Hit]] = {}
        for hit in (*others, *tools[: PAGES - len(others)]):
            groups.setdefault(hit.kind, []).append(hit)
        return Offers(groups, tuple(self._terms(actor, typed[:LONGEST_TYPED])))

    def _terms(self, actor: Actor, typed: str) -> Sequence[Offer]:
        named = _NAMED.search(typed)
        found = self._named(actor, named[1].lower(), named[2]) if named else None
        if named is None or found is None:
            return self._topics(actor, typed) or self._behind(actor, typed.split())
        return self._narrowing_to(actor, found, typed[: named.start()].strip())

    def _topics(self, actor: Actor, typed: str) -> Sequence[Offer]:
        """Terms that begin so and have pages; those about people also without any, so that none tells of a group."""
        names, every = self._names(), list(self._names().matching(typed))
        about_people = {name for name, _, _ in every if self._tallies.smallest(names.vocabularies[name]) > 1}
        carried = self._carried(actor, [one for one in every if one[0] not in about_people])
        return [self._topic(*one) for one in every if one[0] in about_people or one[:2] in carried][:TERMS]

    def _behind(self, actor: Actor, said: Sequence[str]) -> Sequence[Offer]:
        """Terms that the last words begin; the longest beginning counts.

        They lead to their own pages: whether they leave anything of a search for the words before takes that search.
        """
        for size in range(min(LONGEST, len(said) - 1), 0, -1):
            tail = " ".join(said[-size:])
            if len(tail) >= LEAST and (found := self._topics(actor, tail)):
                return found
        return ()

    def _named(self, actor: Actor, name: str, typed: str) -> Iterable[Named] | None:
        """What may be meant by the beginning of a value for this name; None when nothing is known by it."""
        if name == TOOL:
            hits = self._index.suggest(typed, audience(actor), PAGES, (TOOL,))
            return [(TOOL, hit.slug, hit.title) for hit in hits]
        if name == KIND:
            return self._names().kinds(typed)
        facet = self._asking.facet(name)
        return self._names().matching(typed, facet) if facet in self._names().vocabularies else None

    def _narrowing_to(self, actor: Actor, found: Iterable[Named], beside: str) -> Sequence[Offer]:
        """Those that leave something of the search for what stands before them: what its list of filters shows."""
        every = list(found)
        if beside and every:
            counts = self._narrowing.counts(actor, beside)
            kept = [one for one in every if counts.get(one[0], {}).get(one[1])]
        else:
            carried = self._carried(actor, every)
            kept = [one for one in every if one[:2] in carried]
        return [self._way(*one, beside) for one in kept[:PAGES]]

    def _carried(self, actor: Actor, asked: Sequence[Named]) -> Set[tuple[str, str]]:
        return self._index.carried([one[:2] for one in asked], audience(actor)) if asked else frozenset()

    def _topic(self, facet: str, key: str, name: str) -> Offer:
        vocabulary, label = self._said(facet, key)
        address = f"/topics/{self._names().vocabularies[facet]}/{quote(key)}"
        return Offer(label, vocabulary, "" if name == label else name, address)

    def _way(self, facet: str, key: str, name: str, beside: str) -> Offer:
        """The offer of a search that has this term among its filters."""
        address = Ask("/search", text=beside, filters={facet: (key,)}).address
        if facet == TOOL:
            return Offer(name, self._library.kinds[TOOL].label, "", address, True, beside)
        vocabulary, label = self._said(facet, key)
        return Offer(label, vocabulary, "" if name in ("", label) else name, address, True, beside)

    def _said(self, facet: str, key: str) -> tuple[str, str]:
        """What a facet and its term are called."""
        if facet == KIND:
            return self._asking.filters.facet_label(KIND), self._library.kinds[key].label
        vocabulary = self._library.vocabularies[self._names().vocabularies[facet]]
        return vocabulary.label, vocabulary.terms[key].label

    def _names(self) -> Naming:
        live = self._library.vocabularies
        now = live.now() if isinstance(live, LiveVocabularies) else live
        if self._kept is None or self._kept.made_of is not now:
            self._kept = Naming(now, self._library.kinds, self._asking.filters)
        return self._kept
