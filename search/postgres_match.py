"""Which pages match, as conditions of one SQL statement; every count and every page carries the reader's audience."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from search.describing import facet_key
from search.model import Query, Range
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup, excluded, loosened, planned
from search.postgres_schema import PAGES, quoted
from search.postgres_seen import visible
from search.ranking import ENOUGH, FEW, MOST, idf

Condition = ColumnElement[bool]


class Match:
    """One query under one audience: its clauses in force, and the conditions `complete`, `worded`, `found`.

    `telling` says what each clause tells; `pages` and `mean_length` are those of the pages that the reader sees.
    """

    def __init__(self, connection: Connection, query: Query, audience: frozenset[str], seen: tuple[int, float]) -> None:
        self._connection, self.query = connection, query
        self.pages, self.mean_length = seen
        self.visible: Condition = visible(audience)
        self._use(planned(query))
        self._with_every = self._with_some = -1  # not counted yet
        self.complete, self.worded = self._worded()
        if out := [holds(one) for one in excluded(query)]:
            self.complete, self.worded = and_(self.complete, not_(or_(*out))), and_(self.worded, not_(or_(*out)))
        self.found = self.filtered()

    def _use(self, plan: Sequence[Alternatives]) -> None:
        """Take this plan: its clauses, and what each tells; all counted in one statement."""
        self.plan = tuple(plan)
        self.clauses = [_any(alternatives) for alternatives in self.plan]
        self._with_each = self.counts(*self.clauses) if self.clauses else []
        self.telling = [idf(self.pages, number) for number in self._with_each]

    def _number(self, condition: Condition) -> ScalarSelect[int]:
        return select(func.count()).select_from(PAGES).where(self.visible, condition).scalar_subquery()

    def counts(self, *conditions: Condition) -> list[int]:
        """For how many pages the reader sees each of these holds, in one statement."""
        return list(self._connection.execute(select(*map(self._number, conditions))).one())

    def count(self, condition: Condition) -> int:
        """How many pages the reader sees for which this holds."""
        return self.counts(condition)[0]

    def totals(self) -> tuple[int, int, int, int]:
        """How many pages are found; of these with every clause; before filters with every clause; before with some."""
        query = self.query
        if not (query.excluded or query.filters or query.without or query.ranges) and self._with_some >= 0:
            return self._with_some, self._with_every, self._with_every, self._with_some
        total, complete = self.counts(self.found, and_(self.complete, self.found))
        whole = complete or self.count(self.complete)
        return total, complete, whole, whole or total or self.count(self.worded)

    def _worded(self) -> tuple[Condition, Condition]:
        """Pages with every clause, and with them those with most, where those with every one are few."""
        query = self.query
        if not self.clauses:
            # What was typed holds no word at all ("???"): nothing matches, unlike an empty box.
            asked = query.excluded or query.ranges or query.filters or query.without or not query.text
            return (true(), true()) if asked else (false(), false())
        every, some = and_(*self.clauses), or_(*self.clauses)
        self._with_every = self.count(every) if len(self.clauses) > 1 and all(self._with_each) else min(self._with_each)
        number, worded = self._with_every, every
        long = len(self.clauses) > FEW
        if long and number < ENOUGH:
            worded = or_(every, and_(some, self._told() >= MOST * sum(self.telling)))
            number = self.count(worded)
        if not number or (long and number < ENOUGH):
            worded, number = some, self.count(some) if len(self.clauses) > 1 else self._with_every
        if not number and (loose := loosened(self.plan)):
            self._use(loose)
            worded, number = or_(*self.clauses), -1
        self._with_some = number
        return every, worded

    def _told(self) -> ColumnElement[float]:
        """What the clauses that a page holds tell together."""
        told: ColumnElement[float] = literal(0.0)
        for clause, telling in zip(self.clauses, self.telling, strict=True):
            told = told + case((clause, telling), else_=0.0)
        return told

    def filtered(self, but: str = "") -> Condition:
        """The matches under all filters and ranges except one facet's."""
        query = self.query
        chosen = [carries(name, terms) for name, terms in query.filters.items() if terms and name != but]
        refused = [not_(carries(name, terms)) for name, terms in query.without.items()]
        ranges = [within(name, wanted) for name, wanted in query.ranges.items()]
        return and_(self.visible, self.worded, *chosen, *refused, *ranges)

    @property
    def points(self) -> ColumnElement[float]:
        """How much a page is like who asks: for each facet the points of its best term, summed."""
        points: ColumnElement[float] = literal(0.0)
        for name, worth in self.query.like.items():
            ways = sorted(worth.items(), key=lambda way: -way[1])
            if ways:
                points = points + case(*((carries(name, [term]), more) for term, more in ways), else_=0.0)
        return points


def holds(one: Lookup) -> Condition:
    """Whether a page holds this."""
    return _any([one])


def _any(several: Sequence[Lookup]) -> Condition:
    """Whether a page holds one of these: each of the two vectors is asked once."""
    stems = [quoted(one.words[0]) for one in several if one.how == STEM]
    others = [f"({of_words(one)})" for one in several if one.how != STEM]
    asked = [PAGES.c.stems.bool_op("@@")(tsquery(" | ".join(stems)))] if stems else []
    asked += [PAGES.c.words.bool_op("@@")(tsquery(" | ".join(others)))] if others else []
    return or_(*asked)


def of_words(one: Lookup) -> str:
    """A look-up of words as written, as PostgreSQL reads it."""
    if one.how == PREFIX:
        return f"{quoted(one.words[0])}:*"
    return (" <-> " if one.how == PHRASE else " & ").join(map(quoted, one.words))


def tsquery(text: str) -> ColumnElement[object]:
    """A text-search query made of our own words: nothing of it is read by a dictionary."""
    return cast(text, TSQUERY)


def carries(name: str, terms: Sequence[str]) -> Condition:
    """Whether a page carries one of these terms of a facet."""
    return PAGES.c.facet.overlap(cast([facet_key(name, term) for term in terms], ARRAY(Text)))


def within(name: str, wanted: Range) -> Condition:
    """Whether a page states a number of this name that lies in the range."""
    number = PAGES.c.numbers[name].as_float()
    bounds = [number >= wanted.low] if wanted.low is not None else []
    bounds += [number <= wanted.high] if wanted.high is not None else []
    return and_(PAGES.c.numbers.has_key(name), *bounds)


def flag(condition: Condition) -> ColumnElement[int]:
    """1 where the condition holds, 0 where not: something to sort by."""
    return cast(condition, Integer)
