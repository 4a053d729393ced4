"""Search, the lists of one kind, and titles while people type."""

from collections.abc import Callable

from flask import Response, jsonify, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from wiki.browsing.blueprint import UNFINISHED, bp, said
from wiki.browsing.forms import read_ask
from wiki.browsing.service import Browsing
from wiki.kinds.model import Kind, Library
from wiki.web.current import KEY, actor, service
from wiki.web.heard import heard


@bp.get("/search")
def search() -> Response:
    """Pages that hold the words, narrowed by filters."""
    return _list("browsing/search.html", None)


@bp.record
def add_kind_lists(state: BlueprintSetupState) -> None:
    """Give every declared kind its list at its own address, when the blueprint joins an app."""
    library: Library = state.app.extensions[KEY][Library]
    for kind in library.kinds.values():
        state.add_url_rule(f"/{kind.path}", kind.path, _kind_list(kind), methods=["GET"])


def _kind_list(kind: Kind) -> Callable[[], Response]:
    def list_kind() -> Response:
        """The pages of one kind."""
        return _list("browsing/kind.html", kind)

    return list_kind


@bp.get("/search/suggest")
def suggest() -> Response:
    """Titles that begin like what was typed, grouped by kind."""
    kinds = service(Library).kinds
    found = service(Browsing).suggest(actor(), request.args.get("q", ""))
    groups = [
        {
            "label": _(kinds[kind].plural) if kind in kinds else kind,
            "items": [{"title": hit.title, "url": f"/wiki/{hit.slug}"} for hit in hits],
        }
        for kind, hits in found.items()
    ]
    return jsonify(groups=groups)


def _list(template: str, kind: Kind | None) -> Response:
    browsing = service(Browsing)
    path = f"/{kind.path}" if kind else "/search"
    listing = browsing.listing(actor(), read_ask(request.args, browsing.asking, path, kind.key if kind else ""), said())
    if kind is None and listing.is_plain:
        heard(listing.ask.text, found=listing.has_all)
    page = render_template(
        template,
        listing=listing,
        ours_words=browsing.likeness.labels(listing.ours) if listing.ours else (),
        ask=listing.ask,
        kind=kind,
        kinds=service(Library).kinds,
        section=kind.key if kind else "",
        q="" if kind else listing.ask.text,
    )
    answer = make_response(page)
    if not listing.ready:
        answer.headers["Cache-Control"] = UNFINISHED
    return answer
