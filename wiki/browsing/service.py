"""Lists for readers: search, kind lists and topics, all under the reader's own rights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from auth.model import Actor
from auth.policy import audience
from search.model import Results, SearchIndex
from search.query import parse
from search.synonyms import Added
from wiki.browsing.alike import Alike
from wiki.browsing.cards import Cards
from wiki.browsing.chips import Chips
from wiki.browsing.filters import NUMBERS
from wiki.browsing.likeness import Likeness, Ours
from wiki.browsing.model import KIND, Ask, Counted, Listing, TermPage, Topic
from wiki.browsing.offering import Offering
from wiki.browsing.understanding import Like, Understanding
from wiki.errors import NotFound
from wiki.kinds.model import Library, Term
from wiki.pages.lists import Lists

SIZE = 10
MOST_IN_FALLBACK = 10_000


class Browsing:
    """Answers what readers look for; the index is never asked without the reader's audience."""

    def __init__(
        self,
        index: SearchIndex,
        library: Library,
        lists: Lists,
        clock: Callable[[], datetime],
        understanding: Understanding,
        generation: Callable[[], int],
    ) -> None:
        """`generation` moves whenever what readers can see has changed."""
        self._index = index
        self._library = library
        self._lists = lists
        self._understanding = understanding
        self._tallies = understanding.tallies
        self.asking = understanding.asking
        self.filters = understanding.asking.filters
        self._chips = Chips(understanding.asking)
        self._cards = Cards(library, self.filters, clock)
        self.likeness = Likeness(library)
        self.alike = Alike(index, lists, self.filters)
        self.offering = Offering(index, library, understanding, generation)

    def listing(self, actor: Actor, ask: Ask, ours: Ours | None = None) -> Listing:
        """The list asked for; a page past the end gives the first. Without an index: by title, from the database.

        Pages of organizations like `ours` lead it, unless an order was asked for.
        """
        like = self.likeness.points(ours) if ours and not ask.sort else {}
        results, used, added = self._best_spelled(actor, ask, like)
        if not results.ready:
            return self._by_title(actor, ask)
        names = self.filters.offered(self._library.kinds.get(ask.kind))
        wanted = self.filters.free_terms(results.facets, ask, (*names, *ask.filters))
        titles = self._lists.targets(actor, sorted(wanted)) if wanted else {}
        chosen = self._chips.of(ask, titles)
        return Listing(
            ask=replace(ask, page=results.page),
            words=used.text,
            cards=tuple(self._cards.of(hit) for hit in results.hits),
            total=results.total,
            page=results.page,
            pages=results.pages,
            groups=self.filters.groups(results.facets, ask, names, titles, results.total),
            chosen=chosen,
            corrected=results.corrected,
            partial=results.partial,
            complete=results.complete,
            added=added,
            ours=ours,
            bounds=self.filters.bounds(ask, names if ask.kind else (*names, *NUMBERS)),
            unfiltered=self._unfiltered(actor, used) if chosen else 0,
            size=SIZE,
            bare=self._chips.bared(ask).address,
            past=ask.page if ask.page > results.pages > 0 else 0,
        )

    def finds(self, actor: Actor, texts: Sequence[str], most: int) -> tuple[str, ...]:
        """Those of these searches that find pages with all their words, at most so many."""
        found: list[str] = []
        for text in texts:
            if len(found) == most:
                break
            results = self._index.search(parse(text, size=1), audience(actor))
            if results.total and not results.partial:
                found.append(text)
        return tuple(found)

    def topics(self, counts: Mapping[str, Mapping[str, int]]) -> tuple[Topic, ...]:
        """Every vocabulary that pages are filtered by, with these counts."""
        made: list[Topic] = []
        for key, vocabulary in self._library.vocabularies.items():
            facet = self.filters.of_vocabulary(key)
            if facet is not None:
                of_facet = counts.get(facet.name, {})
                told, nothing = self._tallies.told(key, of_facet), self._tallies.nothing(key)
                terms = (term for term in vocabulary.terms.values() if of_facet.get(term.key) or not term.is_retired)
                shown = tuple(Counted(term, told.get(term.key, nothing)) for term in terms)
                made.append(Topic(key, vocabulary.label, vocabulary.description, facet.name, shown))
        first = list(self.filters.names())
        return tuple(sorted(made, key=lambda topic: first.index(topic.facet)))

    def moved(self, vocabulary: str, key: str) -> str:
        """The key of the term that an old one leads to; "" when it leads nowhere else."""
        known = self._library.vocabularies.get(vocabulary)
        return known.moved[key].to if known and key in known.moved else ""

    def term(self, actor: Actor, vocabulary: str, key: str, page: int, ours: Ours | None = None) -> TermPage:
        """A term's own page with its pages, those of organizations like `ours` first; raises `NotFound`."""
        facet = self.filters.of_vocabulary(vocabulary)
        term = self._library.vocabularies[vocabulary].terms.get(key) if facet else None
        if facet is None or term is None:
            raise NotFound(f"{vocabulary} {key}")
        ask = Ask(f"/topics/{vocabulary}/{key}", filters={facet.name: (key,)}, page=page)
        terms = self._library.vocabularies[vocabulary].terms
        told = self._tallies.told(vocabulary, self._lists.counts(actor, facet.name))
        nothing = self._tallies.nothing(vocabulary)
        return TermPage(
            vocabulary=vocabulary,
            label=self._library.vocabularies[vocabulary].label,
            term=term,
            above=terms.get(term.parent),
            instead=terms.get(term.replaced_by),
            below=tuple(Counted(one, told.get(one.key, nothing)) for one in terms.values() if one.parent == key),
            listing=self.listing(actor, ask, ours),
        )

    def terms_with_pages(self, facet: str, counts: Mapping[str, int], total: int) -> tuple[Counted, ...]:
        """The terms of a facet's vocabulary that some of so many pages carry, in the vocabulary's order."""
        told = self._tallies.told(self.filters.vocabulary_of(facet), counts, total)
        return tuple(Counted(term, told[term.key]) for term in self.terms(facet) if counts.get(term.key))

    def terms(self, facet: str) -> Sequence[Term]:
        """The terms of a facet's vocabulary; none for a facet this library lacks."""
        vocabulary = self.filters.vocabulary_of(facet)
        return tuple(self._library.vocabularies[vocabulary].terms.values()) if vocabulary else ()

    def _best_spelled(self, actor: Actor, ask: Ask, like: Like) -> tuple[Results, Ask, tuple[Added, ...]]:
        """The answer to what was typed, or, when no page has all of it, to a better spelling that some page has."""
        results, added = self._search(actor, ask, like)
        if results.corrected and not ask.as_typed:
            better = replace(ask, text=results.corrected)
            others, more = self._search(actor, better, like)
            if others.total and not others.partial:
                return others, better, more
        return results, ask, added

    def _unfiltered(self, actor: Actor, ask: Ask) -> int:
        """How many pages there would be for the words alone."""
        return self._search(actor, self._chips.bared(ask), {}, size=1)[0].total

    def _search(self, actor: Actor, ask: Ask, like: Like, size: int = SIZE) -> tuple[Results, tuple[Added, ...]]:
        query, added = self._understanding.query(ask, size, like=like)
        return self._index.search(query, audience(actor)), added

    def _by_title(self, actor: Actor, ask: Ask) -> Listing:
        """Pages whose titles hold a word typed, or all, while the index cannot answer."""
        kinds = (ask.kind,) if ask.kind else ask.filters.get(KIND, ())
        refs = sorted(self._lists.newest(actor, MOST_IN_FALLBACK, kinds), key=lambda ref: ref.title.casefold())
        words = parse(ask.text).words
        held = [ref for ref in refs if any(word in ref.title.casefold() for word in words)]
        refs = held if ask.text else refs
        pages = max(1, -(-len(refs) // SIZE))
        page = ask.page if ask.page <= pages else 1
        shown = refs[(page - 1) * SIZE : page * SIZE]
        cards = tuple(self._cards.plain(ref) for ref in shown)
        return Listing(replace(ask, page=page), ask.text, cards, len(refs), page, pages, ready=False, size=SIZE)
