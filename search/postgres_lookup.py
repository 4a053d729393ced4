"""What PostgreSQL is asked: which pages hold something. Every answer is a set of places, remembered until a change."""

from array import array
from collections.abc import Iterable, Sequence
from sys import byteorder

from sqlalchemy import Connection, text

from search.describing import facet_key
from search.matching import Match
from search.model import BY, Query
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup, excluded, planned
from search.postgres_columns import Table
from search.postgres_schema import TEXTS, named_key, quoted
from search.postgres_steps import Reached, step_words

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
        self._reached: dict[str, Reached] = {}
        self._ask_for([one for several in planned(query) for one in several] + list(excluded(query)))
        self.match = Match(table, query, audience, self.holding, self.signed)

    def holding(self, alternatives: Alternatives) -> int:
        """The places that hold one of these; hidden ones may be among them."""
        self._ask_for(alternatives)
        found = 0
        for one in alternatives:
            found |= self.reached(one.words[0]).held if one.how == STEM else self._places(WORDS, of_words(one))
        return found

    def signed(self, signers: Iterable[str]) -> int:
        """The places of pages with one of these signers."""
        return self._all(KEYS, [facet_key(BY, signer) for signer in signers])

    def named(self, title: str) -> int:
        """The places of pages whose title or other name is this key."""
        return self._all(KEYS, [named_key(title)])

    def reached(self, stem: str) -> Reached:
        """The places with a stem, and how much each has of it."""
        self.ask_for_stems([stem])
        return self._reached[stem]

    def ask_for_stems(self, stems: Iterable[str]) -> None:
        """Ask where all these stems stand at once."""
        known = self.table.reached
        self._reached |= {stem: known[stem] for stem in stems if stem in known and stem not in self._reached}
        if wanted := [stem for stem in dict.fromkeys(stems) if stem not in self._reached]:
            words = {stem: list(map(quoted, step_words(stem))) for stem in wanted}
            found = self._found(STEMS, [word for several in words.values() for word in several])
            for stem, several in words.items():
                self._reached[stem] = Reached.of([found[word] for word in several])
                self.table.remember(stem, self._reached[stem])

    def _ask_for(self, several: Iterable[Lookup]) -> None:
        self.ask_for_stems([one.words[0] for one in several if one.how == STEM])
        self._ask(WORDS, [of_words(one) for one in several if one.how != STEM])

    def _all(self, column: str, asked: Sequence[str]) -> int:
        self._ask(column, asked)
        found = 0
        for one in asked:
            found |= self._places(column, one)
        return found

    def _ask(self, column: str, several: Iterable[str]) -> None:
        """Ask for all of these at once, but for what is known."""
        wanted = [one for one in dict.fromkeys(several) if (column, one) not in self.table.kept]
        for asked, places in self._found(column, wanted).items():
            self.table.keep((column, asked), places)

    def _places(self, column: str, asked: str) -> int:
        found = self.table.kept.get((column, asked))
        return self._found(column, [asked])[asked] if found is None else found

    def _found(self, column: str, wanted: Sequence[str]) -> dict[str, int]:
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
    """A look-up of words as written, as PostgreSQL reads it."""
    if one.how == PREFIX:
        return f"{quoted(one.words[0])}:*"
    return (" <-> " if one.how == PHRASE else " & ").join(map(quoted, one.words))
