"""A result in other forms: as a table, as data, and the search box for browsers that want to add it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from flask import Response, jsonify, render_template, request

from wiki.browsing.blueprint import bp
from wiki.browsing.forms import read_ask
from wiki.browsing.model import Ask, Card, Listing
from wiki.browsing.service import Browsing
from wiki.kinds.model import Library
from wiki.web.cells import cell
from wiki.web.current import actor, service

MOST_ROWS = 1000
COLUMNS = ("title", "address", "kind", "organization", "summary", "changed")


@bp.get("/search.csv")
def search_csv() -> Response:
    """The pages a search finds as a table, at most a thousand, under the reader's rights."""
    table = io.StringIO()
    write = csv.writer(table).writerow
    write(COLUMNS)
    for card in _cards():
        write(cell(value) for value in _row(card).values())
    answer = Response(table.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=search.csv"
    return answer


@bp.get("/search.json")
def search_json() -> Response:
    """The pages a search finds as data: one page of them, the total, and where the next ones are."""
    listing = _listing(_ask())
    following = listing.ask.at(listing.page + 1) if listing.page < listing.pages else ""
    return jsonify(
        query=listing.ask.text,
        total=listing.total,
        page=listing.page,
        pages=listing.pages,
        complete=listing.complete,
        next=following,
        results=[_row(card) for card in listing.cards],
    )


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """What browsers need to offer this site's search (OpenSearch 1.1)."""
    return Response(render_template("browsing/opensearch.xml"), mimetype="application/opensearchdescription+xml")


def _ask() -> Ask:
    return read_ask(request.args, service(Browsing).asking, request.path)


def _listing(ask: Ask) -> Listing:
    return service(Browsing).listing(actor(), ask)


def _cards() -> Iterator[Card]:
    """The results page by page, up to the limit."""
    listing = _listing(_ask())
    written = 0
    while True:
        for card in listing.cards:
            yield card
            written += 1
        if listing.page >= listing.pages or written >= MOST_ROWS:
            return
        page = listing.page + 1
        listing = _listing(replace(listing.ask, page=page))
        if listing.page != page:  # fewer than there were a moment ago
            return


def _row(card: Card) -> dict[str, str]:
    kinds = service(Library).kinds
    kind = kinds[card.kind].label if card.kind in kinds else card.kind
    return dict(
        zip(COLUMNS, (card.title, f"/wiki/{card.slug}", kind, card.org, card.summary, card.changed.date().isoformat()),
            strict=True)
    )  # fmt: skip
