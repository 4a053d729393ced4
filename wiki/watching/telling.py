"""Telling: the handler of news. It reads the truth anew, finds who is meant and who watches, and tells who may know."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth.model import Account
from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.kinds.indexing import facets
from wiki.kinds.model import Library
from wiki.pages.news import What
from wiki.watching import policy, queries, words
from wiki.watching.forgetting import forget_later
from wiki.watching.model import AT_ONCE, PAGE, SEARCH, WEEKLY, Happening, Notice, Watch, Wishes
from wiki.watching.queries import Deed, Subject
from wiki.watching.service import Searches, follow, kept

POST = "watching_post"
AT_A_TIME = 100  # people in one transaction: a failure costs these, and they are told when the job is tried again
PAUSE = timedelta(seconds=5)  # between their letters, so that other work goes on
MENTIONS_FIRST: dict[str, int] = {What.COMMENT_MENTIONED: 0}


class Telling:
    """Makes notices of what happened: for each person once, and only about what they may see at that moment."""

    def __init__(self, database: Database, library: Library, searches: Searches, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._searches = searches
        self._clock = clock

    def tell(self, payloads: Sequence[Payload]) -> None:
        """Job: tell everybody of these; doing it twice tells nobody twice."""
        happened = [understood(payload) for payload in payloads if payload["what"] in words.SAID]
        happened.sort(key=lambda one: MENTIONS_FIRST.get(one.what, 1))
        changes: dict[int, tuple[Happening, Deed, Subject]] = {}
        for one in happened:
            if one.what == policy.MERGED and one.page is not None:
                with self._database.write() as session:
                    follow(session, int((one.ids or {})["gone"]), one.page)
            with self._database.read() as session:
                about = self._about(session, one)
                by = queries.deed(session, one.page, one.number, one.proposal)
                people = self._people(session, one, about, by)
            if one.page is not None and about is None:
                continue  # the page is gone, or no longer of a kind that is shown
            self._watch_own(one, by)
            self._notify(one, about, people)
            if one.what in policy.CHANGES and about is not None:
                changes[about.id] = one, by, about
        self._searched(list(changes.values()))

    def _about(self, session: Session, one: Happening) -> Subject | None:
        about = queries.subject(session, one.page)
        return about if about is not None and about.kind in self._library.kinds else None

    def _people(self, session: Session, one: Happening, about: Subject | None, by: Deed) -> dict[int, bool]:
        """Account to whether it is meant for them; whoever did it is left out."""
        people: dict[int, bool] = {}
        if about is not None:
            change = one.what in policy.CHANGES
            watching = queries.watchers(session, about, self._tags(about), one.at, change=change)
            accounts = queries.active(session, watching)
            people = {who.id: False for who in accounts if policy.is_for_watchers(one.what, who.actor)}
        meant = set(one.to)
        if one.what in policy.WRITERS and by.author is not None:
            meant.add(by.author)
        reviewers = queries.active(session, by.reviewers) if one.what in policy.REVIEWED else ()
        meant |= {who.id for who in reviewers if policy.is_for_watchers(one.what, who.actor)}
        people |= dict.fromkeys(meant, policy.is_meant(one.what))
        return _without(people, one, by)

    def _tags(self, about: Subject) -> list[str]:
        """The page's terms as they are watched: `org_type/local`, also under every key that leads to them."""
        names = {facet.name: facet.vocabulary for facet in facets(self._library) if facet.vocabulary}
        terms = [(names[facet], term) for facet, term in about.terms if facet in names]
        led = [
            (key, one.key)
            for key, term in terms
            for one in self._library.vocabularies[key].moved.values()
            if one.to == term
        ]
        return [f"{vocabulary}/{term}" for vocabulary, term in (*terms, *led)]

    def _watch_own(self, one: Happening, by: Deed) -> None:
        """Whoever wrote, commented or proposed watches the page, unless they said no to it or to all of this."""
        if one.doer is None or one.page is None or one.what not in policy.OWN:
            return
        if one.what == What.PAGE_PUBLISHED and by.author != one.doer:
            return  # a reviewer published somebody else's words
        mine = select(Watch.id).where(Watch.account_id == one.doer, Watch.sort == PAGE, Watch.key == str(one.page))
        with self._database.read() as session:
            known = session.scalar(mine) is not None or not queries.active(session, [one.doer])
            if known or not queries.wishes(session, [one.doer])[one.doer].watch_own:
                return
        with self._database.write() as session:
            if session.scalar(mine) is None:
                watch = Watch(account_id=one.doer, sort=PAGE, key=str(one.page), page_id=one.page, created=one.at)
                session.add(watch)

    def _searched(self, changes: Sequence[tuple[Happening, Deed, Subject]]) -> None:
        """Tell of changes to pages that a watched search finds."""
        with self._database.read() as session:
            asked = queries.searches(session) if changes else ()
        since = min((one.at for one, _by, _about in changes), default=self._clock())
        audiences = {word for _one, _by, about in changes for word in about.audiences}
        for search in asked:
            for audience in audiences:
                slugs = frozenset(about.slug for _one, _by, about in changes if audience in about.audiences)
                found = self._searches.holding(search, frozenset({audience}), slugs, since)
                for one, by, about in changes:
                    if about.slug in found:
                        with self._database.read() as session:
                            watching = queries.watching(session, SEARCH, [search], one.at)
                        self._notify(one, about, _without(dict.fromkeys(watching, False), one, by))

    def _notify(self, one: Happening, about: Subject | None, people: Mapping[int, bool]) -> None:
        everybody = sorted(people)
        for start in range(0, len(everybody), AT_A_TIME):
            some = {account: people[account] for account in everybody[start : start + AT_A_TIME]}
            with self._database.write() as session:
                self._tell_some(session, one, about, some, self._clock() + PAUSE * (start // AT_A_TIME))

    def _tell_some(
        self, session: Session, one: Happening, about: Subject | None, people: Mapping[int, bool], due: datetime
    ) -> None:
        told = _told(session, one, people)
        accounts = [who for who in queries.active(session, people) if who.id not in told and _may_know(who, about)]
        wishes = queries.wishes(session, [who.id for who in accounts])
        if accounts:
            forget_later(session, self._clock())
        for who in accounts:
            via = policy.by_mail(wishes[who.id], meant=people[who.id])
            session.add(_notice(one, who.id, meant=people[who.id], via=via))
            if via == AT_ONCE:
                enqueue(session, POST, {"account": who.id, "via": AT_ONCE}, due=due)
            elif via == WEEKLY:
                self._ask_for_digest(session, wishes[who.id])

    def _ask_for_digest(self, session: Session, wishes: Wishes) -> None:
        due = policy.next_digest(self._clock(), wishes.account_id)
        if wishes.digest_due == due:
            return
        kept(session, wishes.account_id).digest_due = due
        week = policy.week_of(due)
        enqueue(session, POST, {"account": wishes.account_id, "via": WEEKLY, "week": week}, due=due)


def understood(payload: Payload) -> Happening:
    """A news job as a value."""
    ids: dict[str, Any] = {name: payload.get(name) for name in ("page", "number", "proposal", "comment")}
    doer = payload.get("but") or payload.get("by")
    at = datetime.fromisoformat(str(payload["at"]))
    return Happening(what=str(payload["what"]), doer=doer, to=tuple(payload["to"]), at=at, ids=dict(payload), **ids)


def key_of(one: Happening) -> str:
    """The same for one happening however often its job is done."""
    whole = {name: value for name, value in (one.ids or {}).items() if name != "to"}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _without(people: Mapping[int, bool], one: Happening, by: Deed) -> dict[int, bool]:
    """Nobody is told of their own deed: neither whoever did it, nor whoever wrote what is published now."""
    own = {one.doer, by.author if one.what == What.PAGE_PUBLISHED else None}
    return {account: meant for account, meant in people.items() if account not in own}


def _told(session: Session, one: Happening, people: Iterable[int]) -> set[int]:
    """Who knows already: of this happening, or of being mentioned in this very comment."""
    known = Notice.happening == key_of(one)
    if one.what == What.COMMENT_ADDED and one.comment is not None:
        known |= (Notice.what == What.COMMENT_MENTIONED) & (Notice.comment_id == one.comment)
    return set(session.scalars(select(Notice.account_id).where(Notice.account_id.in_(sorted(people)), known)))


def _may_know(who: Account, about: Subject | None) -> bool:
    return about is None or policy.sees(who.actor, about.audiences)


def _notice(one: Happening, account: int, *, meant: bool, via: str) -> Notice:
    return Notice(
        account_id=account, happening=key_of(one), what=one.what, page_id=one.page, number=one.number,
        proposal_id=one.proposal, comment_id=one.comment, at=one.at, meant=meant, via=via,
    )  # fmt: skip
