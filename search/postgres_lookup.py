"""What PostgreSQL is asked: which pages hold something. Every answer is a set of places, remembered until a change."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from sys import byteorder
from typing import Any

from sqlalchemy import Column, Connection, text

from search.describing import facet_key
from search.matching import Match
from search.model import BY, Query
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup, excluded, planned
from search.postgres_columns import Table
from search.postgres_schema import SAID, TEXTS, named_key, quoted
from search.postgres_steps import Reached, step_words
from search.sequence import in_a_row
from search.stems import stem

_STEMS, _WORDS, _KEYS = TEXTS.c.stems, TEXTS.c.words, TEXTS.c["keys"]
# The ids go over as four bytes each: a list of numbers takes ten times as long.
_IDS = {
    column: text(
        f"SELECT asked, (SELECT string_agg(int4send(id), '') FROM {column.table.fullname}"  # noqa: S608 (our own names)
        f" WHERE {column.name} {condition}) FROM unnest(CAST(:asked AS text[])) AS asked"
    )
    for column, condition in (
        (_STEMS, "@@ CAST(asked AS tsquery)"),
        (_WORDS, "@@ CAST(asked AS tsquery)"),
        (_KEYS, "@> ARRAY[asked]"),
    )
}
_SAYING = text(
    f"SELECT id FROM {SAID.fullname} WHERE id = ANY (CAST(:ids AS integer[]))"  # noqa: S608 (our own names)
    " AND position(CAST(:wanted AS bytea) IN said) > 0"
)


class Lookups:
    """The look-ups of one query, in the state of the index that the connection sees; `match` is what they lead to."""

    def __init__(self, connection: Connection, table: Table, query: Query, audience: frozenset[str]) -> None:
        self.connection, self.table = connection, table
        self._reached: dict[str, Reached] = {}
        self._ask_for([one for several in planned(query) for one in several] + list(excluded(query)))
        self.match = Match(table, query, audience, self.holding, self.signed)

    def holding(self, alternatives: Alternatives) -> int:
        """The places that hold one of these; hidden ones may be among them."""
        self._ask_for(alternatives)
        found = 0
        for one in alternatives:
            if one.how == STEM:
                found |= self.reached(one.words[0]).held
            elif one.how == PHRASE:
                found |= self._saying(one.words)
            else:
                found |= self._places(_WORDS, of_words(one))
        return found

    def _saying(self, words: Sequence[str]) -> int:
        """The places with these words next to each other."""
        lookup = "said", " ".join(words)
        found = self.table.kept.get(lookup)
        if found is None:
            found = self.table.live
            for word in words:
                root = stem(word)
                found &= self.reached(root).held if root else self._places(_WORDS, quoted(word))
            if ids := self.table.places(found):
                asked = {"ids": ids, "wanted": in_a_row(words)}
                found = self.table.mask(self.connection.scalars(_SAYING, asked))
            self.table.keep(lookup, found)
        return found

    def signed(self, signers: Iterable[str]) -> int:
        """The places of pages with one of these signers."""
        return self._all(_KEYS, [facet_key(BY, signer) for signer in signers])

    def named(self, title: str) -> int:
        """The places of pages whose title or other name is this key."""
        return self._all(_KEYS, [named_key(title)])

    def reached(self, stem: str) -> Reached:
        """The places with a stem, and how much each has of it."""
        self.ask_for_stems([stem])
        return self._reached[stem]

    def ask_for_stems(self, stems: Collection[str]) -> None:
        """Ask where all these stems stand at once."""
        known = self.table.reached
        self._reached |= {stem: known[stem] for stem in stems if stem in known and stem not in self._reached}
        if wanted := [stem for stem in dict.fromkeys(stems) if stem not in self._reached]:
            words = {stem: list(map(quoted, step_words(stem))) for stem in wanted}
            found = self._found(_STEMS, [word for several in words.values() for word in several])
            for stem, several in words.items():
                self._reached[stem] = Reached.of([found[word] for word in several])
                self.table.remember(stem, self._reached[stem])

    def _ask_for(self, several: Iterable[Lookup]) -> None:
        self.ask_for_stems([root for one in several for root in stems_of(one)])
        self._ask(_WORDS, [of_words(one) for one in several if one.how not in (STEM, PHRASE)])

    def _all(self, column: Column[Any], asked: Sequence[str]) -> int:
        self._ask(column, asked)
        found = 0
        for one in asked:
            found |= self._places(column, one)
        return found

    def _ask(self, column: Column[Any], several: Iterable[str]) -> None:
        """Ask for all of these at once, but for what is known."""
        wanted = [one for one in dict.fromkeys(several) if (column.name, one) not in self.table.kept]
        for asked, places in self._found(column, wanted).items():
            self.table.keep((column.name, asked), places)

    def _places(self, column: Column[Any], asked: str) -> int:
        found = self.table.kept.get((column.name, asked))
        return self._found(column, [asked])[asked] if found is None else found

    def _found(self, column: Column[Any], wanted: Sequence[str]) -> dict[str, int]:
        if not wanted:
            return {}
        return {
            asked: self._mask(ids or b"") for asked, ids in self.connection.execute(_IDS[column], {"asked": wanted})
        }

    def _mask(self, sent: bytes) -> int:
        ids = array("i", sent)
        if byteorder == "little":
            ids.byteswap()
        try:
            return self.table.mask(ids)
        except IndexError:  # a part of the index is lost, until it is made whole again
            return self.table.mask(page for page in ids if page < self.table.size)


def of_words(one: Lookup) -> str:
    """A look-up of a word as written, or of its beginning, as PostgreSQL reads it; no dictionary reads any of it."""
    return quoted(one.words[0]) + (":*" if one.how == PREFIX else "")


def stems_of(one: Lookup) -> list[str]:
    """The stems that a page must have to hold this."""
    if one.how not in (STEM, PHRASE):
        return []
    return list(one.words) if one.how == STEM else [root for word in one.words if (root := stem(word))]
