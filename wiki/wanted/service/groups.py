"""What nobody found, for editors: searches of ninety days by meaning, those too rare to be shown left out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.orm import Session

from auth import audit
from auth.model import ANONYMOUS, Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.rules.service import Rules
from wiki.wanted import policy, queries
from wiki.wanted.model import WRITTEN, Asked, Found, Group
from wiki.wanted.service.meaning import Meaning

NOTHING, UNOPENED = "nothing", "unopened"
LISTS = (NOTHING, UNOPENED)
PER_PAGE = 20
MOST_SPELLINGS = 4
AT_ONCE = 500


class Finder(Protocol):
    """What this room asks whoever searches."""

    def finds(self, actor: Actor, texts: Sequence[str], most: int) -> Sequence[str]:
        """Those of these searches that find pages with all their words."""


@dataclass(slots=True)
class _Sum:
    """What adds up under one meaning."""

    spelled: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    in_vain: int = 0
    opened: int = 0
    last: date = date.min

    def add(self, words: str, asked: int, in_vain: int, opened: int, last: date) -> None:
        self.spelled[words] = self.spelled.get(words, 0) + asked
        self.asked, self.in_vain, self.opened = self.asked + asked, self.in_vain + in_vain, self.opened + opened
        self.last = max(self.last, last)


class Groups:
    """Groups searches whenever it is asked, so that a new synonym brings together what was counted before.

    A search that few people made may tell who they are, and names may stand in it. So a group is shown once it was
    made as often as the smallest group that this site shows anywhere (a house rule); of the others their number alone.
    """

    def __init__(
        self, database: Database, rules: Rules, meaning: Meaning, finder: Finder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._rules = rules
        self._meaning = meaning
        self._finder = finder
        self._clock = clock

    def found(self, actor: Actor, show: str = NOTHING, page: int = 1) -> Found:
        """One page of the groups that wait for somebody; raises `Forbidden`."""
        require(actor, Permission.WANTED_MANAGE)
        rules = self._rules.now()
        if not rules.keep_searches:
            return Found(show, (), dict.fromkeys(LISTS, 0), 0, rules.smallest_group, 1, 1, is_kept=False)
        with self._database.read() as session:
            rows = queries.searched(session, policy.last_gone(self._clock().date()))
            waiting = Counter(self._meaning.key(one.words) for one in queries.askers(session))
            answered = self._answered(session)
        sums = self._summed(rows)
        open_ = {key: one for key, one in sums.items() if key not in answered}
        lists = {name: self._listed(open_, name, rules.smallest_group, waiting) for name in LISTS}
        pages = max(1, -(-len(lists[show]) // PER_PAGE))
        page = page if 1 <= page <= pages else 1
        shown = self._looked_up(lists[show][(page - 1) * PER_PAGE : page * PER_PAGE])
        rare = sum(one.asked < rules.smallest_group for one in open_.values())
        counts = {name: len(those) for name, those in lists.items()}
        return Found(show, shown, counts, rare, rules.smallest_group, page, pages)

    def forget(self, actor: Actor, words: Sequence[str]) -> int:
        """Throw away all that was counted of these searches' meanings; raises `Forbidden`. Returns how many."""
        require(actor, Permission.WANTED_MANAGE)
        gone = {self._meaning.key(one) for one in words}
        with self._database.write() as session:
            found = queries.spellings(session)
            rows = [number for number, spelled in found if self._meaning.key(spelled) in gone]
            for start in range(0, len(rows), AT_ONCE):
                session.execute(delete(Asked).where(Asked.id.in_(rows[start : start + AT_ONCE])))
            audit.record(session, self._clock(), actor, "searches.forgotten", "", groups=len(gone))
        return len(gone)

    def _answered(self, session: Session) -> frozenset[str]:
        """The meanings that a wanted page stands for, or one that was written lately."""
        wanted = [*queries.wanted(session), *queries.wanted(session, WRITTEN)]
        words = [words for those in queries.words_of(session, [one.id for one in wanted]).values() for words in those]
        return frozenset(map(self._meaning.key, (*(one.title for one in wanted), *words)))

    def _summed(self, rows: Sequence[tuple[str, int, int, int, date]]) -> Mapping[str, _Sum]:
        sums: dict[str, _Sum] = {}
        for row in rows:
            sums.setdefault(self._meaning.key(row[0]), _Sum()).add(*row)
        return sums

    def _listed(
        self, sums: Mapping[str, _Sum], show: str, smallest: int, waiting: Mapping[str, int]
    ) -> Sequence[Group]:
        """The groups of one list: those that most wait for first, then those that were asked most."""
        found = []
        for key, one in sums.items():
            unfound = policy.is_unfound(one.asked, one.in_vain, smallest)
            unopened = policy.is_unopened(one.asked, one.in_vain, one.opened, smallest)
            if unfound if show == NOTHING else unopened and not unfound:
                first, *others = sorted(one.spelled, key=lambda words: (-one.spelled[words], words))
                group = Group(first, tuple(others[:MOST_SPELLINGS]), one.asked, one.in_vain, one.opened, one.last)
                found.append(replace(group, waiting=waiting.get(key, 0)))
        return sorted(found, key=lambda one: (-one.waiting, -one.asked, one.words))

    def _looked_up(self, groups: Sequence[Group]) -> Sequence[Group]:
        """The same, with whether readers without an account find something by now."""
        found = set(self._finder.finds(ANONYMOUS, [one.words for one in groups], len(groups)))
        return [replace(one, is_found=one.words in found) for one in groups]
