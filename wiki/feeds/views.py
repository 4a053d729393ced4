"""Feeds at their addresses: changes, a kind, a term, a search, a page's history, and one's own."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Actor
from wiki.feeds import atom
from wiki.feeds.model import Entry, Feed
from wiki.feeds.service import Feeds
from wiki.kinds.model import Kind, Library
from wiki.pages.reading import Moved
from wiki.settings import Settings
from wiki.web.current import KEY, actor, service

bp = Blueprint("feeds", __name__)
OWN = "private, no-store"
Owner = Callable[[str], Actor]
OWNER = "feed_owner"


@bp.get("/changes.atom")
def changes() -> Response:
    """What changed last."""
    return _feed(_("Changes"), "/changes", "/changes.atom", service(Feeds).changes(actor()))


@bp.record
def add_kinds(state: BlueprintSetupState) -> None:
    """Give every declared kind its feed beside its list."""
    library: Library = state.app.extensions[KEY][Library]
    for kind in library.kinds.values():
        state.add_url_rule(f"/{kind.path}.atom", kind.path, _kind(kind), methods=["GET"])


def _kind(kind: Kind) -> Callable[[], Response]:
    def kind_feed() -> Response:
        """What changed last among the pages of one kind."""
        path = f"/{kind.path}"
        return _feed(_(kind.plural), path, f"{path}.atom", service(Feeds).changes(actor(), kind.key))

    return kind_feed


@bp.get("/topics/<vocabulary>/<term>.atom")
def topic(vocabulary: str, term: str) -> ResponseReturnValue:
    """What changed last among the pages that carry a term; the feed of a merged one leads on."""
    known = service(Library).vocabularies.get(vocabulary)
    if known and known.key_of(term) != term:
        return redirect(url_for("feeds.topic", vocabulary=vocabulary, term=known.key_of(term)), 301)
    entries = service(Feeds).term(actor(), vocabulary, term)
    path = url_for("browsing.topic", vocabulary=vocabulary, term=term)
    return _feed(_(service(Library).label(vocabulary, term)), path, f"{path}.atom", entries)


@bp.get("/search.atom")
def search() -> Response:
    """What a search finds, last changed first."""
    spelled, words, entries = service(Feeds).search(actor(), request.query_string.decode("ascii", "ignore"))
    return _feed(_("Search: %(words)s", words=words), f"/search?{spelled}", f"/search.atom?{spelled}", entries)


@bp.get("/wiki/<slug>/history.atom")
def history(slug: str) -> ResponseReturnValue:
    """The versions of one page."""
    try:
        title, entries = service(Feeds).history(actor(), slug)
    except Moved as error:
        return redirect(url_for("feeds.history", slug=error.slug), 301)
    path = url_for("pages.history", slug=slug)
    return _feed(_("History of %(title)s", title=title), path, f"{path}.atom", entries)


@bp.get("/feeds/mine/<key>")
def mine(key: str) -> ResponseReturnValue:
    """What changed last, as the owner of a private address may see it; the address itself stands nowhere in it."""
    owner: Owner = current_app.extensions[OWNER]
    answer = _feed(_("Changes"), "/changes", "/feeds/mine", service(Feeds).changes(owner(key)))
    answer.headers["Cache-Control"] = OWN
    return answer


def _feed(title: str, page: str, path: str, entries: Sequence[Entry]) -> Response:
    settings = service(Settings)
    feed = Feed(title, page, path, entries)
    answer = Response(atom.write(feed, settings.site_name, settings.address), mimetype="application/atom+xml")
    answer.last_modified = atom.updated(feed)
    answer.add_etag()
    answer.make_conditional(request)
    return answer
