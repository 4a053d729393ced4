"""Search, the lists of one kind, and what is offered while people type."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from flask import Response, jsonify, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from wiki.browsing.blueprint import UNFINISHED, bp, said
from wiki.browsing.forms import read_ask
from wiki.browsing.offering import TOOL, Offer
from wiki.browsing.service import Browsing
from wiki.kinds.model import Kind, Library
from wiki.web.current import KEY, actor, service
from wiki.web.filters import apart
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
    """What begins like what was typed: pages by kind, topics, and topics that narrow a search for the words before."""
    kinds = service(Library).kinds
    found = service(Browsing).offering.offers(actor(), request.args.get("q", ""))
    groups = [
        _group(
            "tools" if kind == TOOL else "pages",
            _(kinds[kind].plural) if kind in kinds else kind,
            [{"title": hit.title, "url": f"/wiki/{hit.slug}"} for hit in hits],
        )
        for kind, hits in found.pages.items()
    ]
    for beside, terms in groupby(found.terms, lambda one: (one.narrows, one.beside)):
        sort, label = _heading(*beside)
        groups.append(_group(sort, label, [_item(one) for one in terms]))
    return jsonify(groups=groups)


def _group(sort: str, label: str, items: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """One group as scripts read it; its sort tells them what choosing one of its items does."""
    return {"sort": sort, "label": label, "items": items}


def _heading(narrows: bool, beside: str) -> tuple[str, str]:
    if not narrows:
        return "topics", _("Topics")
    return "narrow", _("“%(words)s”, narrowed to", words=apart(beside)) if beside else _("Narrow to")


def _item(one: Offer) -> dict[str, str]:
    note = _("%(topic)s, also %(name)s", topic=_(one.vocabulary), name=one.also) if one.also else _(one.vocabulary)
    return {"title": _(one.label), "note": note, "url": one.address}


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
