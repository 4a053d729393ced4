"""The front door: puts what was built together with the web; the only file that knows every room's views."""

import os
from collections.abc import Callable
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
import wiki.browsing.cli  # adds its command to those of the index
import wiki.cli
import wiki.removal.cli
import wiki.transfer.cli
from auth.current import Choices, Options
from auth.passwords import Passwords
from auth.views.routes import bp as auth_bp
from storage.generation import Generation
from wiki.admin.views import routes as admin
from wiki.browsing import alike_views
from wiki.browsing import views as browsing
from wiki.building import Built, build, live
from wiki.feeds import views as feeds
from wiki.freshness.views import routes as freshness
from wiki.freshness.views.annex import annexer as freshness_annexer
from wiki.kinds.declaration import DeclarationError
from wiki.kinds.model import Library
from wiki.ordering.views import routes as ordering
from wiki.pages.lists import Lists
from wiki.pages.views import routes as pages
from wiki.removal import views as removal
from wiki.reviews.views import routes as reviews
from wiki.settings import ROOT, SettingError, Settings, read_settings, secret
from wiki.sharing.views import routes as sharing
from wiki.talk.views import routes as talk
from wiki.vocabulary.views import routes as vocabulary
from wiki.wanted.service.counting import Counting
from wiki.wanted.views import listening
from wiki.wanted.views import routes as wanted
from wiki.watching.service import Watching
from wiki.watching.views import around as watching_around
from wiki.watching.views import routes as watching
from wiki.web import (
    annexes,
    assets,
    compression,
    context,
    current,
    errors,
    filters,
    guard,
    headers,
    heard,
    language,
    numbers,
)
from wiki.web.cache import PageCache
from wiki.web.csrf import csrf
from wiki.web.opened import Opened

VERSION = "0.1.0"
LARGEST_REQUEST = 2 * 1024 * 1024
LARGEST_FORM = 1024 * 1024
MOST_PARTS = 2000
Clock = Callable[[], datetime]


def create_app(
    settings: Settings | None = None, clock: Clock | None = None, passwords: Passwords | None = None
) -> Flask:
    """The whole site as one WSGI app; raises `SettingError` or `DeclarationError` when it cannot stand."""
    settings = settings or read_settings()
    os.umask(0o077)  # what we write is nobody else's to read
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = build(settings, clock or utc_now, passwords)
    app = Flask("wiki", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT / "wiki"))
    _configure(app, settings)
    app.extensions[current.KEY] = house.services
    app.extensions["upkeep"] = house.upkeep
    numbers.init_app(app)
    auth.session.init_app(app, house.desk, _choices(house.library), clock=house.clock, secure=settings.https)
    _furnish(app, settings, house)
    for blueprint in (
        auth_bp, pages.bp, browsing.bp, reviews.bp, freshness.bp, ordering.bp, admin.bp,
        feeds.bp, sharing.bp, watching.bp, vocabulary.bp,
        removal.bp, talk.bp, wanted.bp,
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


def _furnish(app: Flask, settings: Settings, house: Built) -> None:
    """Add what all views share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.before_request(live(house.library).begin)
    app.teardown_request(live(house.library).end)
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
            alike_views.annex,
            talk.annex.on_page,
        ),
    )
    watching_around.init_app(app)
    heard.init_app(app, listening.hear)
    own = house.services[Watching]
    assert isinstance(own, Watching)
    app.extensions[feeds.OWNER] = own.reader_of
    errors.init_app(app, lambda: lists.titles(current.actor()))


def _wrap(app: Flask, settings: Settings, house: Built) -> None:
    """Put the cache, the static files and, behind a proxy, the real address in front."""
    generation = house.services[Generation]
    assert isinstance(generation, Generation)
    stamp = f"{VERSION} {assets.fingerprint()} {language.fingerprint()}"
    cookie = app.config["SESSION_COOKIE_NAME"]
    tongue = partial(language.best, languages=app.config["LANGUAGES"])
    cached = PageCache(app.wsgi_app, generation, settings.data / "cache", cookie, stamp, tongue)
    counting = house.services[Counting]
    assert isinstance(counting, Counting)
    opened = Opened(cached, listening.teller(counting))
    wsgi = WhiteNoise(opened, max_age=3600, immutable_file_test=assets.is_hashed, add_headers_function=_static_headers)
    wsgi.add_files(str(files("wiki") / "static" / "dist"), prefix=assets.PREFIX)
    if settings.proxies:
        wsgi = ProxyFix(wsgi, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    app.wsgi_app = wsgi  # type: ignore[method-assign]  # the documented way to add middleware


def _static_headers(answer: object, _path: str, _url: str) -> None:
    for name, value in headers.ALWAYS.items():
        answer[name] = value  # type: ignore[index]  # WhiteNoise hands over a mapping of headers
