"""The queue of those who review."""

from typing import Any

from flask import render_template, request, url_for

from wiki.kinds.model import Library
from wiki.reviews.forms import read_filters
from wiki.reviews.model import SHOWS
from wiki.reviews.queue import Queue
from wiki.reviews.trust import Trust
from wiki.reviews.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/review")
def queue() -> str:
    """What waits, oldest first: of one sort, kind, area and age."""
    library = service(Library)
    filters = read_filters(request.args, library)
    listed = service(Queue).find(actor(), filters, request.args.get("page", 1, type=int))
    areas = library.vocabularies["areas"].terms.values() if "areas" in library.vocabularies else ()

    def address(**changed: Any) -> str:
        return url_for("reviews.queue", **{**filters.query(), **changed})

    return render_template(
        "reviews/queue.html", listed=listed, filters=filters, shows=SHOWS, kinds=library.kinds, areas=areas,
        address=address, part_address=lambda part: address(page=part), promotions=service(Trust).count(actor()),
    )  # fmt: skip
