"""Tidying tags: find pages, choose some, say which terms, see what would change, do it."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from wiki.errors import Invalid, Problem
from wiki.kinds.model import Field, Kind, Library, Term
from wiki.ordering.forms import plain
from wiki.ordering.tagging import ADD, MOST, REMOVE, Planned, Tags, Wish
from wiki.ordering.views.blueprint import bp
from wiki.web.current import actor, service

MOST_READ = 1000
LONGEST_NOTE = 200


@bp.get("/tidy/<kind>")
def tidy(kind: str) -> ResponseReturnValue:
    """Pages of this kind, as a search and its filters find them, each with a box."""
    return _list(service(Tags).kind(actor(), kind))


@bp.post("/tidy/<kind>")
def tidy_now(kind: str) -> ResponseReturnValue:
    """What would change, or, once that was seen, the deed with its results."""
    declared = service(Tags).kind(actor(), kind)
    slugs, wish, note = (
        [plain(one)[:120] for one in request.form.getlist("pages")[:MOST_READ]],
        _wish(),
        plain(request.form.get("note", ""))[:LONGEST_NOTE],
    )
    if request.form.get("do") == "back":
        return _list(declared, slugs=slugs, wish=wish)
    is_done = request.form.get("do") == "save"
    try:
        if is_done:
            planned = service(Tags).apply(actor(), declared, wish, slugs, note.strip())
        else:
            planned = service(Tags).plan(actor(), declared, wish, slugs)
    except Invalid as error:
        return _list(declared, error.problems, slugs, wish)
    return _results(declared, wish, planned, note, is_done)


def _wish() -> Wish:
    """The field, the terms and the deed that were chosen; a term is named field:term."""
    deed = REMOVE if request.form.get("deed") == REMOVE else ADD
    chosen = [plain(one).partition(":") for one in request.form.getlist("terms")[:MOST_READ]]
    field = chosen[0][0] if chosen else ""
    mixed = any(one[0] != field for one in chosen)
    return Wish("" if mixed else field, deed, tuple(dict.fromkeys(one[2] for one in chosen)))


def _list(
    kind: Kind, problems: Sequence[Problem] = (), slugs: Sequence[str] = (), wish: Wish | None = None
) -> ResponseReturnValue:
    given = {name: request.args.getlist(name)[:20] for name in request.args if name != "page"}
    part = request.args.get("page", "1")[:6]
    text = request.args.get("q", "")[:200]
    filters = {name: tuple(values) for name, values in given.items() if name != "q"}
    number = int(part) if part.isascii() and part.isdigit() else 1
    found = service(Tags).find(actor(), kind, text, filters, max(1, number))
    answer = render_template(
        "ordering/tidy.html",
        kind=kind,
        found=found,
        q=text,
        hidden=[(name, value) for name, values in filters.items() for value in values],
        fields=[(field, _terms(field)) for field in service(Tags).fields(kind)],
        chosen=set(slugs),
        wish=wish or Wish(),
        problems=problems,
        most=MOST,
        href=lambda page: url_for("ordering.tidy", kind=kind.key, **{**given, "page": page}),
        here=request.full_path.rstrip("?"),
    )
    return answer, 422 if problems else 200


def _results(kind: Kind, wish: Wish, planned: Sequence[Planned], note: str, is_done: bool) -> ResponseReturnValue:
    field = next(one for one in service(Tags).fields(kind) if one.key == wish.field)
    return render_template(
        "ordering/tidied.html",
        kind=kind,
        wish=wish,
        field=field,
        words=[service(Library).label(field.vocabulary, term) for term in wish.terms],
        changed=[one for one in planned if not one.skipped],
        skipped=[one for one in planned if one.skipped],
        planned=planned,
        note=note,
        is_done=is_done,
        here=request.full_path.rstrip("?"),
    )


def _terms(field: Field) -> list[Term]:
    return list(service(Library).vocabularies[field.vocabulary].terms.values())
