"""What is offered while somebody types: pages, tools apart from the others, and terms of the vocabularies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from auth.model import Actor
from auth.policy import audience
from search.analysis import words
from search.beginnings import Beginnings
from search.model import Hit, SearchIndex
from wiki.browsing.asking import Asking
from wiki.browsing.model import Ask
from wiki.browsing.understanding import Understanding
from wiki.kinds.fixed import ALWAYS
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library, Vocabulary

PAGES, TOOLS, TERMS = 6, 2, 3
TOOL = "tool"
LOOKED_AT = 24  # terms, until enough are found that lead to pages
LEAST = 3  # letters of a last word that may mean a term
LONGEST = 4  # words of a term's beginning behind other words
_NAMED = re.compile(r'(?:^|\s)([^\W\d_][\w-]{0,30}):"?([^":]*)$')


@dataclass(frozen=True, slots=True)
class Offer:
    """A term that is offered, with the label of its vocabulary.

    `also` is the other name that begins like what was typed, "" when it is the label. It leads to its own page or, when
    it `narrows`, to the search for `beside`, the words before it, among the pages that carry it.
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


class _Names:
    """The names of all terms that pages are filtered by, as the vocabularies were at one moment."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], asking: Asking) -> None:
        self.made_of = vocabularies
        self._facets = {key: facet.name for key in vocabularies if (facet := asking.filters.of_vocabulary(key))}
        self.vocabularies = {facet: key for key, facet in self._facets.items()}
        self._names: dict[tuple[str, str, int], str] = {
            (facet, term.key, number): name
            for key, facet in self._facets.items()
            for term in vocabularies[key].offered()
            if term.key not in ALWAYS
            for number, name in enumerate(vocabularies[key].names_of(term.key))
        }
        self._begin = Beginnings(self._names.items())

    def matching(self, typed: str, facet: str = "") -> Iterator[tuple[str, str, str]]:
        """Facet, term and the name that begins like this, best first, each term once; of one facet if it is named."""
        keys = self._found(typed, facet) if words(typed) or not facet else tuple(self._names)
        seen: set[tuple[str, str]] = set()
        for name, term, number in keys:
            if (name, term) not in seen and (not facet or name == facet):
                seen.add((name, term))
                yield name, term, self._names[name, term, number]

    def _found(self, typed: str, facet: str) -> Sequence[tuple[str, str, int]]:
        return self._begin.best(typed, LOOKED_AT, self._of_facet(facet) if facet else None)

    def _of_facet(self, facet: str) -> set[tuple[str, str, int]]:
        return {key for key in self._names if key[0] == facet}


class Offering:
    """Offers only what the reader may see: pages by their rights, a term when a page that they see carries it."""

    def __init__(self, index: SearchIndex, library: Library, understanding: Understanding) -> None:
        self._index = index
        self._library = library
        self._asking, self._tallies = understanding.asking, understanding.tallies
        self._kept: _Names | None = None

    def offers(self, actor: Actor, typed: str) -> Offers:
        """Six pages, two tools or more among them if there are so many, and three terms: what a phone shows at once."""
        tools = self._index.suggest(typed, audience(actor), PAGES, (TOOL,))
        others = [hit for hit in self._index.suggest(typed, audience(actor), PAGES) if hit.kind != TOOL]
        others = others[: PAGES - min(len(tools), TOOLS)]
        groups: dict[str, list[Hit]] = {}
        for hit in (*others, *tools[: PAGES - len(others)]):
            groups.setdefault(hit.kind, []).append(hit)
        return Offers(groups, tuple(self._terms(actor, typed)))

    def _terms(self, actor: Actor, typed: str) -> Sequence[Offer]:
        named = _NAMED.search(typed[:200])
        facet = self._asking.facet(named[1].lower()) if named else ""
        beside = typed[: named.start()].strip() if named else ""
        if named and facet in self._names().vocabularies:
            return self._offered(actor, self._names().matching(named[2], facet), PAGES, beside, narrows=True)
        if named and named[1].lower() == TOOL:
            return self._tools(actor, named[2], beside)
        return self._offered(actor, self._names().matching(typed), TERMS) or self._behind(actor, typed[:200].split())

    def _behind(self, actor: Actor, said: Sequence[str]) -> Sequence[Offer]:
        """Terms that the last words begin, for a search of the words before; the longest beginning counts."""
        for size in range(min(LONGEST, len(said) - 1), 0, -1):
            tail = " ".join(said[-size:])
            matching = self._names().matching(tail) if len(tail) >= LEAST else iter(())
            if found := self._offered(actor, matching, TERMS, " ".join(said[:-size]), narrows=True):
                return found
        return ()

    def _tools(self, actor: Actor, typed: str, beside: str) -> Sequence[Offer]:
        """Tools that some page says were used."""
        hits = self._index.suggest(typed, audience(actor), PAGES, (TOOL,))
        used = self._index.carried([(TOOL, hit.slug) for hit in hits], audience(actor))
        kept = [hit for hit in hits if (TOOL, hit.slug) in used]
        label = self._library.kinds[TOOL].label if kept else ""
        return [
            Offer(hit.title, label, "", Ask("/search", text=beside, filters={TOOL: (hit.slug,)}).address, True, beside)
            for hit in kept
        ]

    def _offered(
        self, actor: Actor, matching: Iterator[tuple[str, str, str]], most: int, beside: str = "", narrows: bool = False
    ) -> list[Offer]:
        """Those that lead to pages. A term about people is offered even without any, so that none tells of a group."""
        names, every = self._names(), list(matching)
        about_people = {name for name, _, _ in every if self._tallies.smallest(names.vocabularies[name]) > 1}
        asked = [(name, term) for name, term, _ in every if name not in about_people]
        carried = self._index.carried(asked, audience(actor)) if asked else frozenset()
        kept = [one for one in every if one[0] in about_people or one[:2] in carried][:most]
        return [self._offer(*one, beside, narrows) for one in kept]

    def _offer(self, facet: str, key: str, name: str, beside: str, narrows: bool) -> Offer:
        vocabulary = self._library.vocabularies[self._names().vocabularies[facet]]
        label = vocabulary.terms[key].label
        narrowed = Ask("/search", text=beside, filters={facet: (key,)}).address
        address = narrowed if narrows else f"/topics/{vocabulary.key}/{quote(key)}"
        return Offer(label, vocabulary.label, "" if name == label else name, address, narrows, beside)

    def _names(self) -> _Names:
        live = self._library.vocabularies
        now = live.now() if isinstance(live, LiveVocabularies) else live
        if self._kept is None or self._kept.made_of is not now:
            self._kept = _Names(now, self._asking)
        return self._kept
