"""Builds every service once, each with what it stands on; the only file that names the keepers that are used."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from auth.audit import AuditLog
from auth.desk import Desk, House, open_desk
from auth.mail import MailSettings
from auth.model import JoinMode
from auth.passwords import Passwords
from search.model import SearchIndex
from search.postgres_index import PostgresIndex
from search.upkeep import Upkeep
from search.watch import Watch
from search.whoosh_index import WhooshIndex
from storage.database import Database
from storage.generation import Generation
from storage.jobs import Handler, Payload, Runner
from wiki.admin import undoing
from wiki.admin.service import Overview
from wiki.admin.strays import Strays
from wiki.admin.undoing import Undoings
from wiki.browsing.searches import Searches
from wiki.browsing.service import Browsing
from wiki.browsing.tallies import Tallies
from wiki.browsing.understanding import Understanding
from wiki.feeds.service import Feeds
from wiki.freshness.care import Care
from wiki.freshness.due import SETTLE, Dues
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import Tasks
from wiki.kinds.declaration import load
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library
from wiki.kinds.synonyms import read_groups
from wiki.ordering import forgetting as ordering_forgetting
from wiki.ordering import service as ordering_service
from wiki.ordering.merging import Merges
from wiki.ordering.service import Locks
from wiki.ordering.tagging import Tags
from wiki.pages import access, checking, drafts, news, recording, rerendering
from wiki.pages.contributions import Contributions
from wiki.pages.documents import Documents
from wiki.pages.drafts import Drafts
from wiki.pages.forgetting import Forgetter
from wiki.pages.indexing import Indexing, moved
from wiki.pages.lists import Lists
from wiki.pages.reading import Readings
from wiki.pages.rerendering import Rerendering
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.pages.signatures import Signatures
from wiki.pages.signers import Signers
from wiki.removal import cleaning
from wiki.removal.cleaning import Cleaning
from wiki.removal.service import Removals
from wiki.reviews.cases import Cases
from wiki.reviews.queue import Queue
from wiki.reviews.service import Reviews
from wiki.reviews.suggestions import Suggestions
from wiki.reviews.trust import Trust
from wiki.rules.service import Rules
from wiki.settings import Settings, secret
from wiki.sharing.service import entries as sharing_entries
from wiki.sharing.service.consents import Consents
from wiki.sharing.service.contributions import Contributing
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Shares
from wiki.talk.queries import names_shown
from wiki.talk.service import finding
from wiki.talk.service.comments import Comments
from wiki.talk.service.erasing import Erasing
from wiki.talk.service.order import Order
from wiki.talk.service.rerendering import RENDER as RENDER_COMMENTS
from wiki.talk.service.rerendering import CommentRerendering
from wiki.talk.service.sweeping import Sweeping
from wiki.talk.service.threads import Threads
from wiki.transfer.guide import load_guide
from wiki.transfer.service import Transfer
from wiki.vocabulary import changing
from wiki.vocabulary.proposals import TermProposals
from wiki.vocabulary.rewriting import Rewriting
from wiki.vocabulary.service import Vocabularies
from wiki.wanted.service import tidying as wanted_tidying
from wiki.wanted.service.askers import Askers, Post
from wiki.wanted.service.counting import Counting
from wiki.wanted.service.groups import Groups
from wiki.wanted.service.meaning import Meaning
from wiki.wanted.service.telling import LETTER
from wiki.wanted.service.telling import Telling as WantedTelling
from wiki.wanted.service.wanting import WantedPages
from wiki.watching import following
from wiki.watching import posting as letters
from wiki.watching.forgetting import FORGET, Forgetting
from wiki.watching.inbox import Inbox
from wiki.watching.posting import Posting, Sender
from wiki.watching.service import Watching
from wiki.watching.stopping import Stopping
from wiki.watching.telling import POST, Telling
from wiki.web import cache

Clock = Callable[[], datetime]
FORGETTERS: tuple[Forgetter, ...] = (
    ordering_forgetting.FORGETTER,
)  # the parts of rooms that keep something of a page in a way only they know


@dataclass(frozen=True, slots=True)
class Built:
    """Everything that lives as long as the app."""

    clock: Clock
    library: Library
    database: Database
    desk: Desk
    upkeep: Upkeep
    services: Mapping[type, object]


def build(settings: Settings, clock: Clock, passwords: Passwords | None) -> Built:
    """Everything that lives as long as the app; raises `SettingError` or `DeclarationError` when it cannot stand."""
    # long: a flat list of every service and job there is
    library = load(settings.content)
    database = Database(settings.database)
    mail = MailSettings(settings.mail_url, settings.mail_from)
    about = House(settings.site_name, settings.address, JoinMode(settings.join), mail)
    desk = open_desk(
        database,
        clock,
        secret(settings).encode(),
        about,
        passwords,
        (Drafts.forget, following.forget, wanted_tidying.forget),
    )
    index: SearchIndex = WhooshIndex(settings.data / "index") if database.is_sqlite else PostgresIndex(database.engine)
    upkeep = Upkeep(index, Documents(database, library, clock, (finding.parts,)), partial(moved, database))
    watch, generation = Watch(upkeep, clock), Generation(database)
    rules = Rules(database, generation, clock)
    writing = Pages(database, library, clock, lambda: rules.now().hold_first)
    drafting, lists, shelving = Drafts(database, clock), Lists(database), Shelves(database, clock)
    entries = Entries(database, clock)
    indexing, again = Indexing(database, upkeep, clock), Rerendering(database, library, clock)
    order = _order(database, library, writing, desk, upkeep, watch, clock)
    tallies = Tallies(library, lambda: rules.now().smallest_group)
    understanding = Understanding(library, settings.content, tallies, Signers(database).keys)
    searches, stopping = Searches(index, lists, understanding), Stopping(secret(settings).encode())
    telling = Telling(database, library, searches, clock)
    sender = Sender(desk.mailer, settings.site_name, settings.address, stopping)
    posting = Posting(database, sender, clock, names_shown)
    rewriting, vocabularies = Rewriting(database, library, clock), Vocabularies(database, library, generation, clock)
    queue = Queue(database, library, clock)
    trust = Trust(database, desk.roster, rules, clock)
    dues = Dues(database, library, clock)
    clean = Cleaning(database, indexing.renew, partial(cache.empty, settings.data / "cache"))
    comments_again = CommentRerendering(database, clock)
    browsing = Browsing(index, library, lists, clock, understanding, generation.current)
    wanting = _want(settings, database, library, rules, desk, browsing, clock)
    handlers = {
        checking.OVERDUE: dues.overdue,
        SETTLE: dues.settle,
        "mail": desk.letters.send,
        recording.INDEX: indexing.index,
        cleaning.CLEAN: clean.clean,
        cleaning.EMPTY_CACHE: clean.empty_cache,
        access.RELEASE: shelving.release,
        drafts.PURGE: drafting.purge,
        **order.handlers,
        rerendering.RENDER: again.render,
        RENDER_COMMENTS: comments_again.render,
        recording.TRUST: trust.consider,
        news.NEWS: _both(telling.tell, wanting.heard),
        **wanting.handlers,
        POST: posting.post,
        FORGET: Forgetting(database, clock).forget,
        letters.PURGE: posting.purge,
        sharing_entries.PURGE: entries.purge,
        changing.TERMS: rewriting.rewrite,
    }
    runner = Runner(database, _in_one_moment(library, handlers), clock)
    services = (
        settings, library, database, desk, upkeep, watch, runner, writing, shelving, drafting,
        dues, Freshness(database, library, clock), Tasks(database, library, clock), Care(database, clock),
        lists, Readings(database, library), Contributions(database),
        Transfer(database, library, load_guide(settings.content), clock),
        browsing, generation, *wanting.services,
        indexing, again, rules, *order.services,
        searches, stopping, posting, telling, Feeds(database, library, searches),
        Watching(database, library, searches, clock), Inbox(database, clock, names_shown),
        entries, Shares(database, library, clock),
        Contributing(database, library, clock), Consents(database, writing, clock),
        vocabularies, TermProposals(database, library, clock),
        queue, trust, Cases(database, writing, clock), Reviews(database, library, writing, queue, clock),
        Suggestions(database, library, writing, clock),
        Signatures(database, clock), clean,
        Removals(database, library, clock, FORGETTERS, Erasing()),
        Comments(database, library, rules, clock), Threads(database, library), Order(database, clock), comments_again,
    )  # fmt: skip
    live(library).follow(vocabularies.laid)  # from here on the database is asked; until now it need not be there
    return Built(clock, library, database, desk, upkeep, {type(one): one for one in services})


def live(library: Library) -> LiveVocabularies:
    """The library's vocabularies, which follow what editors change."""
    assert isinstance(library.vocabularies, LiveVocabularies)
    return library.vocabularies


def _in_one_moment(library: Library, handlers: Mapping[str, Handler]) -> Mapping[str, Handler]:
    """The handlers, each seeing the vocabularies of one moment throughout a batch."""

    def held(handler: Handler) -> Handler:
        def work(payloads: Sequence[Payload]) -> None:
            with library.moment():
                handler(payloads)

        return work

    return {kind: held(handler) for kind, handler in handlers.items()}


@dataclass(frozen=True, slots=True)
class _Ordering:
    """What it takes to keep order: the services of two rooms, and the jobs they ask for."""

    services: tuple[object, ...]
    handlers: Mapping[str, Handler]


def _order(
    database: Database, library: Library, pages: Pages, desk: Desk, upkeep: Upkeep, watch: Watch, clock: Clock
) -> _Ordering:
    locks, spam = Locks(database, clock), Undoings(database, pages, desk.roster, clock, Sweeping())
    merges, tags = Merges(database, pages, library, clock), Tags(database, pages, library, upkeep.index)
    services = (
        locks,
        spam,
        merges,
        tags,
        AuditLog(database),
        Overview(database, clock, watch),
        Strays(database, clock),
    )
    return _Ordering(services, {ordering_service.UNLOCK: locks.release, undoing.UNDO: spam.work})


@dataclass(frozen=True, slots=True)
class _Wanting:
    """What it takes to know what nobody found: services, the jobs they ask for, and who hears of news."""

    services: tuple[object, ...]
    handlers: Mapping[str, Handler]
    heard: Handler


def _want(
    settings: Settings, database: Database, library: Library, rules: Rules, desk: Desk, browsing: Browsing, clock: Clock
) -> _Wanting:
    meaning = Meaning(library, read_groups(settings.content))
    telling = WantedTelling(database, meaning, clock)
    askers = Askers(database, meaning, Post(desk.mailer, settings.site_name, settings.address), clock)
    counting = Counting(database, rules, meaning, browsing.asking, clock, secret(settings).encode())
    groups, pages = Groups(database, rules, meaning, browsing, clock), WantedPages(database, telling, clock)
    tidy = wanted_tidying.Tidying(database, clock, telling.again).tidy
    handlers = {LETTER: askers.send, wanted_tidying.TIDY: tidy}
    return _Wanting((counting, groups, pages, askers), handlers, telling.heard)


def _both(one: Handler, other: Handler) -> Handler:
    """A handler that does the work of two; each does no harm when it does it twice."""

    def work(payloads: Sequence[Payload]) -> None:
        one(payloads)
        other(payloads)

    return work
