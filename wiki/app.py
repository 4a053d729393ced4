"""The front door: builds everything once and puts it together; the only file that knows everyone."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files

import click
from flask import Flask
from flask_babel import gettext
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import auth.cli
import auth.session
import search.cli
import wiki.cli
import wiki.removal.cli
import wiki.transfer.cli
from auth.audit import AuditLog
from auth.current import Choices, Options
from auth.desk import Desk, House, open_desk
from auth.mail import MailSettings
from auth.model import JoinMode
from auth.passwords import Passwords
from auth.views.routes import bp as auth_bp
from search.model import SearchIndex
from search.postgres_index import PostgresIndex
from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex
from storage.database import Database
from storage.generation import Generation
from storage.jobs import Handler, Payload, Runner
from wiki.admin import undoing
from wiki.admin.service import Overview
from wiki.admin.strays import Strays
from wiki.admin.undoing import Undoings
from wiki.admin.views import routes as admin
from wiki.browsing import views as browsing
from wiki.browsing.searches import Searches
from wiki.browsing.service import Browsing
from wiki.browsing.tallies import Tallies
from wiki.browsing.understanding import Understanding
from wiki.feeds import views as feeds
from wiki.feeds.service import Feeds
from wiki.freshness.care import Care
from wiki.freshness.due import SETTLE, Dues
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import Tasks
from wiki.freshness.views import routes as freshness
from wiki.freshness.views.annex import annexer as freshness_annexer
from wiki.kinds.declaration import DeclarationError, load
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library
from wiki.ordering import forgetting as ordering_forgetting
from wiki.ordering import service as ordering_service
from wiki.ordering.merging import Merges
from wiki.ordering.service import Locks
from wiki.ordering.tagging import Tags
from wiki.ordering.views import routes as ordering
from wiki.pages import access, checking, drafts, news, recording, rerendering
from wiki.pages.contributions import Contributions
from wiki.pages.documents import Documents
from wiki.pages.drafts import Drafts
from wiki.pages.forgetting import Forgetter
from wiki.pages.indexing import Indexing
from wiki.pages.lists import Lists
from wiki.pages.reading import Readings
from wiki.pages.rerendering import Rerendering
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.pages.signatures import Signatures
from wiki.pages.views import routes as pages
from wiki.removal import cleaning
from wiki.removal import views as removal
from wiki.removal.cleaning import Cleaning
from wiki.removal.service import Removals
from wiki.reviews.cases import Cases
from wiki.reviews.queue import Queue
from wiki.reviews.service import Reviews
from wiki.reviews.suggestions import Suggestions
from wiki.reviews.trust import Trust
from wiki.reviews.views import routes as reviews
from wiki.rules.service import Rules
from wiki.settings import ROOT, SettingError, Settings, read_settings, secret
from wiki.sharing.service import entries as sharing_entries
from wiki.sharing.service.consents import Consents
from wiki.sharing.service.contributions import Contributing
from wiki.sharing.service.entries import Entries
from wiki.sharing.service.sending import Shares
from wiki.sharing.views import routes as sharing
from wiki.talk.queries import names_shown
from wiki.talk.service.comments import Comments
from wiki.talk.service.order import Order
from wiki.talk.service.rerendering import RENDER as RENDER_COMMENTS
from wiki.talk.service.rerendering import CommentRerendering
from wiki.talk.service.sweeping import Sweeping
from wiki.talk.service.threads import Threads
from wiki.talk.views import routes as talk
from wiki.transfer.guide import load_guide
from wiki.transfer.service import Transfer
from wiki.vocabulary import changing
from wiki.vocabulary.proposals import TermProposals
from wiki.vocabulary.rewriting import Rewriting
from wiki.vocabulary.service import Vocabularies
from wiki.vocabulary.views import routes as vocabulary
from wiki.watching import following
from wiki.watching import posting as letters
from wiki.watching.inbox import Inbox
from wiki.watching.posting import Posting, Sender
from wiki.watching.service import Watching
from wiki.watching.stopping import Stopping
from wiki.watching.telling import POST, Telling
from wiki.watching.views import around as watching_around
from wiki.watching.views import routes as watching
from wiki.web import annexes, assets, cache, compression, context, current, errors, filters, guard, headers, language
from wiki.web.cache import PageCache
from wiki.web.csrf import csrf

VERSION = "0.1.0"
LARGEST_REQUEST = 2 * 1024 * 1024
LARGEST_FORM = 1024 * 1024
MOST_PARTS = 2000
Clock = Callable[[], datetime]
FORGETTERS: tuple[Forgetter, ...] = (
    ordering_forgetting.FORGETTER,
)  # the parts of rooms that keep something of a page in a way only they know


def create_app(
    settings: Settings | None = None, clock: Clock | None = None, passwords: Passwords | None = None
) -> Flask:
    """The whole site as one WSGI app; raises `SettingError` or `DeclarationError` when it cannot stand."""
    settings = settings or read_settings()
    os.umask(0o077)  # what we write is nobody else's to read
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = _build(settings, clock or utc_now, passwords)
    app = Flask("wiki", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT / "wiki"))
    _configure(app, settings)
    app.extensions[current.KEY] = house.services
    app.extensions["upkeep"] = house.upkeep
    auth.session.init_app(app, house.desk, _choices(house.library), clock=house.clock, secure=settings.https)
    _furnish(app, settings, house)
    for blueprint in (
        auth_bp, pages.bp, browsing.bp, reviews.bp, freshness.bp, ordering.bp, admin.bp,
        feeds.bp, sharing.bp, watching.bp, vocabulary.bp,
        removal.bp, talk.bp,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    for group in (
        auth.cli.user,
        search.cli.index,
        wiki.transfer.cli.content,
        wiki.removal.cli.removal,
        *wiki.cli.groups,
    ):
        app.cli.add_command(group)
    _wrap(app, settings, house)
    return app


def command_line_app() -> Flask:
    """The same for commands: what is wrong with settings or declarations is said in one line."""
    try:
        return create_app()
    except (SettingError, DeclarationError) as error:
        raise click.ClickException(str(error)) from error


def utc_now() -> datetime:
    """The time now, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _House:
    """Everything that lives as long as the app."""

    clock: Clock
    library: Library
    database: Database
    desk: Desk
    upkeep: Upkeep
    services: Mapping[type, object]


def _build(settings: Settings, clock: Clock, passwords: Passwords | None) -> _House:
    # long: a flat list of every service and job there is
    library = load(settings.content)
    database = Database(settings.database)
    mail = MailSettings(settings.mail_url, settings.mail_from)
    about = House(settings.site_name, settings.address, JoinMode(settings.join), mail)
    desk = open_desk(database, clock, secret(settings).encode(), about, passwords, (Drafts.forget, following.forget))
    index: SearchIndex = WhooshIndex(settings.data / "index") if database.is_sqlite else PostgresIndex(database.engine)
    upkeep = Upkeep(index, Documents(database, library, clock))
    generation = Generation(database)
    rules = Rules(database, generation, clock)
    writing = Pages(database, library, clock, lambda: rules.now().hold_first)
    drafting, lists, shelving = Drafts(database, clock), Lists(database), Shelves(database, clock)
    entries = Entries(database, clock)
    indexing, again = Indexing(database, upkeep), Rerendering(database, library, clock)
    order = _order(database, library, writing, desk, upkeep, clock)
    tallies = Tallies(library, lambda: rules.now().smallest_group)
    understanding = Understanding(library, settings.content, tallies)
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
        news.NEWS: telling.tell,
        POST: posting.post,
        letters.PURGE: posting.purge,
        sharing_entries.PURGE: entries.purge,
        changing.TERMS: rewriting.rewrite,
    }
    runner = Runner(database, _in_one_moment(library, handlers), clock)
    services = (
        settings, library, database, desk, upkeep, runner, writing, shelving, drafting,
        dues, Freshness(database, library, clock), Tasks(database, library, clock), Care(database, clock),
        lists, Readings(database, library), Contributions(database),
        Transfer(database, library, load_guide(settings.content), clock),
        Browsing(index, library, lists, clock, understanding), generation,
        indexing, again, rules, *order.services,
        searches, stopping, posting, telling, Feeds(database, library, searches),
        Watching(database, library, searches, clock), Inbox(database, clock, names_shown),
        entries, Shares(database, library, clock),
        Contributing(database, library, clock), Consents(database, writing, clock),
        vocabularies, TermProposals(database, library, clock),
        queue, trust, Cases(database, writing, clock), Reviews(database, library, writing, queue, clock),
        Suggestions(database, library, writing, clock),
        Signatures(database, clock), clean,
        Removals(database, library, clock, FORGETTERS),
        Comments(database, library, rules, clock), Threads(database, library), Order(database, clock), comments_again,
    )  # fmt: skip
    _live(library).follow(vocabularies.laid)  # from here on the database is asked; until now it need not be there
    return _House(clock, library, database, desk, upkeep, {type(one): one for one in services})


def _live(library: Library) -> LiveVocabularies:
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
class _Order:
    """What it takes to keep order: the services of two rooms, and the jobs they ask for."""

    services: tuple[object, ...]
    handlers: Mapping[str, Handler]


def _order(database: Database, library: Library, pages: Pages, desk: Desk, upkeep: Upkeep, clock: Clock) -> _Order:
    locks, spam = Locks(database, clock), Undoings(database, pages, desk.roster, clock, Sweeping())
    merges, tags = Merges(database, pages, library, clock), Tags(database, pages, library, upkeep.index)
    services = (locks, spam, merges, tags, AuditLog(database), Overview(database, clock), Strays(database, clock))
    return _Order(services, {ordering_service.UNLOCK: locks.release, undoing.UNDO: spam.work})


def _choices(library: Library) -> Choices:
    """The words the auth room asks for, in the reader's language."""

    def options(vocabulary: str, held: str = "") -> Options:
        terms = library.vocabularies[vocabulary].terms.values()
        return [(term.key, gettext(term.label)) for term in terms if not term.is_retired or term.key == held]

    return Choices(
        org_types=lambda held="": options("org_type", held),
        languages=lambda: options("language"),
        role=lambda role: str(context.ROLES[role]),
        refuses=guard.problems_of_newcomer,
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=secret(settings),
        VERSION=VERSION,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
        TRUSTED_HOSTS=settings.trusted_hosts,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session; an old form is never thrown away for age
        WTF_CSRF_SSL_STRICT=False,  # Referrer-Policy and SameSite cookies do this; a proxy may hide the scheme
    )


def _furnish(app: Flask, settings: Settings, house: _House) -> None:
    """Add what all views share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.before_request(_live(house.library).begin)
    app.teardown_request(_live(house.library).end)
    language.init_app(app)
    csrf.init_app(app)
    context.init_app(app, settings, [kind for kind in house.library.kinds.values() if kind.in_menu])
    filters.init_app(app)
    compression.init_app(app)
    headers.init_app(app, https=settings.https)
    lists = house.services[Lists]
    assert isinstance(lists, Lists)
    annexes.init_app(
        app,
        (
            freshness_annexer,
            ordering.annexer,
            reviews.on_page.annex,
            sharing.annex,
            watching_around.annex,
            removal.actions,
            talk.annex.on_page,
        ),
    )
    watching_around.init_app(app)
    own = house.services[Watching]
    assert isinstance(own, Watching)
    app.extensions[feeds.OWNER] = own.reader_of
    errors.init_app(app, lambda: lists.titles(current.actor()))


def _wrap(app: Flask, settings: Settings, house: _House) -> None:
    """Put the cache, the static files and, behind a proxy, the real address in front."""
    generation = house.services[Generation]
    assert isinstance(generation, Generation)
    stamp = f"{VERSION} {assets.fingerprint()} {language.fingerprint()}"
    cookie = app.config["SESSION_COOKIE_NAME"]
    tongue = partial(language.best, languages=app.config["LANGUAGES"])
    cached = PageCache(app.wsgi_app, generation, settings.data / "cache", cookie, stamp, tongue)
    wsgi = WhiteNoise(cached, max_age=3600, immutable_file_test=assets.is_hashed, add_headers_function=_static_headers)
    wsgi.add_files(str(files("wiki") / "static" / "dist"), prefix=assets.PREFIX)
    if settings.proxies:
        wsgi = ProxyFix(wsgi, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    app.wsgi_app = wsgi  # type: ignore[method-assign]  # the documented way to add middleware


def _static_headers(answer: object, _path: str, _url: str) -> None:
    for name, value in headers.ALWAYS.items():
        answer[name] = value  # type: ignore[index]  # WhiteNoise hands over a mapping of headers
