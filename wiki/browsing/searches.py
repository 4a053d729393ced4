"""Searches as other rooms keep them: the query part of an address, understood, spelled, said, and asked again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from auth.model import Actor
from auth.policy import audience
from search.model import Hit, SearchIndex
from storage.errors import Busy
from wiki.browsing.forms import read_ask
from wiki.browsing.model import Ask
from wiki.browsing.understanding import Understanding
from wiki.pages.lists import Lists

PATH = "/search"
SIZE = 100
MOST_PARTS = 20
MOST_IN_FEED = 5
MOST_GIVEN = 100
LONGEST = 4000


class Searches:
    """Understands searches by their addresses. A search whose words no page has all of finds nothing here."""

    def __init__(self, index: SearchIndex, lists: Lists, understanding: Understanding) -> None:
        self._index = index
        self._lists = lists
        self._understanding = understanding
        self._filters = understanding.asking.filters

    def spelled(self, query: str) -> str:
        """The query part of the search's address in one spelling, of its first page; "" when it asks for nothing."""
        ask = self._ask(query)
        return urlsplit(ask.address).query if ask.text or ask.filters or ask.ranges else ""

    def in_words(self, actor: Actor, query: str) -> str:
        """What the search looks for: the words typed and its filters; names of pages as this actor may see them."""
        ask = self._ask(query)
        free = self._filters.free_terms({}, ask, ask.filters)
        titles = self._lists.targets(actor, sorted(free)) if free else {}
        chosen = [self._filters.label(name, term, titles) for name, terms in ask.filters.items() for term in terms]
        chosen += [f"{self._filters.number(name)}: {one.low} – {one.high}" for name, one in ask.ranges.items()]
        return " · ".join([*([f"“{ask.text}”"] if ask.text else []), *chosen])

    def holding(self, query: str, audience: frozenset[str], slugs: frozenset[str], since: datetime) -> frozenset[str]:
        """Those of these pages, changed since then, that the search finds for this audience; raises `Busy`."""
        found: set[str] = set()
        for hits in self._parts(query, audience, MOST_PARTS):
            found |= {hit.slug for hit in hits if hit.slug in slugs and hit.changed >= since}
            if found == slugs:
                break
        return frozenset(found)

    def newest(self, actor: Actor, query: str, most: int) -> Sequence[str]:
        """The addresses (slugs) of what the search finds for this actor, last changed first; raises `Busy`."""
        found = [hit for hits in self._parts(query, audience(actor), MOST_IN_FEED) for hit in hits]
        return [hit.slug for hit in sorted(found, key=lambda hit: hit.changed, reverse=True)[:most]]

    def _parts(self, query: str, audience: frozenset[str], most: int) -> Iterator[Sequence[Hit]]:
        """The pages that hold everything looked for, part by part; those that hold most of it are left out."""
        ask = self._ask(query)
        for page in range(1, most + 1):
            sort = "best" if ask.text else "newest"
            asked, _ = self._understanding.query(replace(ask, page=page), SIZE, sort)
            results = self._index.search(asked, audience)
            if not results.ready:
                raise Busy("the index is being made")
            whole = results.complete if ask.text else results.total
            yield results.hits[: max(0, whole - (page - 1) * SIZE)]
            if whole <= page * SIZE:
                break

    def _ask(self, query: str) -> Ask:
        return read_ask(_Given(query), self._understanding.asking, PATH)


class _Given:
    """The query part of an address, by name."""

    def __init__(self, query: str) -> None:
        try:
            self._pairs = parse_qsl(query[:LONGEST], max_num_fields=MOST_GIVEN)
        except ValueError:  # more than anybody chooses
            self._pairs = []

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of this name."""
        return [value for name, value in self._pairs if name == key]
