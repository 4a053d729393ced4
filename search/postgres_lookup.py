"""What PostgreSQL is asked: which pages hold something. Every answer is a set of places, remembered until a change."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from operator import or_
from sys import byteorder

from sqlalchemy import Connection, text

from search.describing import facet_key
from search.matching import Match
from search.model import BY, Query
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup, excluded, planned
from search.postgres_columns import Table
from search.postgres_schema import TEXTS, named_key, quoted
from search.postgres_steps import STEPS, step_word

STEMS, WORDS, KEYS = "stems", "words", "keys"
# The ids go over as four bytes each: a list of numbers takes ten times as long.
_IDS = {
    column: text(
        f"SELECT asked, (SELECT string_agg(int4send(id), '') FROM {TEXTS.fullname} WHERE {column} {condition})"  # noqa: S608 (our own names)
        " FROM unnest(CAST(:asked AS text[])) AS asked"
    )
    for column, condition in (
        (STEMS, "@@ CAST(asked AS tsquery)"),
        (WORDS, "@@ CAST(asked AS tsquery)"),
        (KEYS, "@> ARRAY[asked]"),
    )
}


class Lookups:
    """The look-ups of one query, in the state of the index that the connection sees; `match` is what they lead to."""

    def __init__(self, connection: Connection, table: Table, query: Query, audience: frozenset[str]) -> None:
        self.connection, self.table = connection, table
        self._ask_for([one for several in planned(query) for one in several] + list(excluded(query)))
        self.match = Match(table, query, audience, self.holding, self.signed)

    def holding(self, alternatives: Alternatives) -> int:
        """The places that hold one of these; hidden ones may be among them."""
        self._ask_for(alternatives)
        found = 0
        for one in alternatives:
            found |= self._places(*_asked(one))
        return found

    def signed(self, signers: Iterable[str]) -> int:
        """The places of pages with one of these signers."""
        return self._all(KEYS, [facet_key(BY, signer) for signer in signers])

    def named(self, title: str) -> int:
        """The places of pages whose title or other name is this key."""
        return self._all(KEYS, [named_key(title)])

    def steps(self, stems: Collection[str]) -> dict[str, list[int]]:
        """For each stem, step by step, the places that reach it, or a higher one."""
        words = {stem: [quoted(step_word(stem, step + 1)) for step in range(len(STEPS))] for stem in stems}
        self._ask(STEMS, [word for several in words.values() for word in several])
        reaching = {stem: [self._places(STEMS, word) for word in several] for stem, several in words.items()}
        return {stem: list(accumulate(reversed(several), or_))[::-1] for stem, several in reaching.items()}

    def _all(self, column: str, asked: Sequence[str]) -> int:
        self._ask(column, asked)
        found = 0
        for one in asked:
            found |= self._places(column, one)
        return found

    def _ask_for(self, several: Iterable[Lookup]) -> None:
        asked = [_asked(one) for one in several]
        for column in (STEMS, WORDS):
            self._ask(column, [one for where, one in asked if where == column])

    def _ask(self, column: str, several: Iterable[str]) -> None:
        """Ask for all of these at once, but for what is known."""
        wanted = [one for one in dict.fromkeys(several) if (column, one) not in self.table.kept]
        if wanted:
            for asked, found in self.connection.execute(_IDS[column], {"asked": wanted}):
                self.table.keep((column, asked), self._mask(found or b""))

    def _places(self, column: str, asked: str) -> int:
        found = self.table.kept.get((column, asked))
        if found is None:  # so much was asked for that it is forgotten again
            self._ask(column, [asked])
            found = self.table.kept[column, asked]
        return found

    def _mask(self, sent: bytes) -> int:
        ids, place_of = array("i", sent), self.table.place_of
        if byteorder == "little":
            ids.byteswap()
        try:
            return self.table.mask(map(place_of.__getitem__, ids))
        except KeyError:  # a part of the index is lost, until it is made whole again
            return self.table.mask(place_of[page] for page in ids if page in place_of)


def _asked(one: Lookup) -> tuple[str, str]:
    """Where a look-up is asked for, and how PostgreSQL reads it: nothing of it is read by a dictionary."""
    if one.how == STEM:
        return STEMS, quoted(one.words[0])
    return WORDS, of_words(one)


def of_words(one: Lookup) -> str:
    """A look-up of words as written, as PostgreSQL reads it."""
    if one.how == PREFIX:
        return f"{quoted(one.words[0])}:*"
    return (" <-> " if one.how == PHRASE else " & ").join(map(quoted, one.words))
