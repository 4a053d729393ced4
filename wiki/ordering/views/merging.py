"""Merging two pages: choose the other one, see both side by side, say what stays, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.forms import form_rows, to_raw
from wiki.kinds.model import Library
from wiki.ordering.forms import plain
from wiki.ordering.merging import Merges, Pair
from wiki.ordering.views.blueprint import bp
from wiki.pages import policy
from wiki.pages.diff import FieldChange, Part
from wiki.pages.diff_lines import Fold
from wiki.pages.diff_words import Run
from wiki.pages.forms import read_posted
from wiki.pages.reading import Readings
from wiki.pages.views.writing_page import reshaped
from wiki.web.current import actor, service

Runs = Sequence[Run]
Form = Mapping[str, Sequence[str]]
OURS = ("csrf_token", "into", "base", "other", "stays")


@dataclass(frozen=True, slots=True)
class Sides:
    """One field on both pages, line by line, with what differs marked."""

    key: str
    label: str
    stays: Sequence[Runs]
    gone: Sequence[Runs]


@bp.get("/wiki/<slug>/merge")
def merge(slug: str) -> ResponseReturnValue:
    """Choose the other page and which of the two stays; then both side by side."""
    page = service(Readings).stub(actor(), slug)
    require(actor(), Permission.PAGE_MERGE)
    if not policy.may_merge(actor(), page):
        raise NotFound(slug)
    other, into = plain(request.args.get("other", "")).strip()[:200], plain(request.args.get("into", ""))[:200]
    problems: Sequence[Problem] = ()
    if other or into:
        try:
            if into:
                return _compose(service(Merges).pair(actor(), slug, into))
            pair = service(Merges).pair(actor(), slug, other)
        except Invalid as error:
            problems = error.problems
        else:
            goes, stays = pair.gone.slug, pair.stays.slug
            if request.args.get("stays") != "other":
                goes, stays = stays, goes
            return redirect(url_for("ordering.merge", slug=goes, into=stays))
    elif "other" in request.args:
        problems = [Problem("other", "Write the title or the address of the other page.")]
    return _choose(page, other or into, problems)


@bp.post("/wiki/<slug>/merge")
def merge_now(slug: str) -> ResponseReturnValue:
    """Make one page of both."""
    page = service(Readings).stub(actor(), slug)
    require(actor(), Permission.PAGE_MERGE)
    if not policy.may_merge(actor(), page):
        raise NotFound(slug)
    into = plain(request.form.get("into", ""))[:200]
    try:
        pair = service(Merges).pair(actor(), slug, into)
    except Invalid as error:
        return _choose(page, into, error.problems)
    sent = {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OURS}
    posted = read_posted(pair.kind, service(Library), reshaped(sent))
    if posted.action == "write":  # a row was added or removed where no script does it on the page
        return _compose(pair, posted.form)
    try:
        if posted.problems:
            raise Invalid(posted.problems)
        stays = service(Merges).merge(actor(), slug, into, request.form.get("base", ""), posted.values)
    except Invalid as error:
        return _compose(pair, posted.form, error.problems)
    flash(_("The two pages are one. Every address of the other leads here; editors can undo this below."), "good")
    return redirect(url_for("pages.read", slug=stays))


@bp.post("/merges/<int:number>/undo")
def unmerge(number: int) -> ResponseReturnValue:
    """Make two pages of one again."""
    slug, is_as_before = service(Merges).undo(actor(), number)
    if is_as_before:
        flash(_("They are two pages again, as they were."), "good")
    else:
        flash(_("They are two pages again. The other was edited since: take out by hand what does not belong."), "warn")
    return redirect(url_for("pages.read", slug=slug))


def _choose(page: object, other: str, problems: Sequence[Problem]) -> ResponseReturnValue:
    chosen = request.args.get("stays", "other")
    answer = render_template("ordering/merge.html", page=page, other=other, stays=chosen, problems=problems)
    return answer, 422 if problems else 200


def _compose(pair: Pair, typed: Form | None = None, problems: Sequence[Problem] = ()) -> ResponseReturnValue:
    kind, library = pair.kind, service(Library)
    raw = typed if typed is not None else to_raw(kind, pair.together)
    keys = {change.key for change in pair.differences} | {problem.field.split(".", 1)[0] for problem in problems}
    groups = form_rows(kind, library, pair.together, raw=raw, problems=problems)
    answer = render_template(
        "ordering/compose.html",
        pair=pair,
        sides=[_sides(change) for change in pair.differences],
        inputs={one.key: one for group in groups for one in group.inputs if one.key in keys},
        others=sorted(keys - {change.key for change in pair.differences}),
        kept=_kept(raw, keys),
        labels={field.key: field.ask for field in kind.fields},
        problems=problems,
    )
    return answer, 422 if problems else 200


def _kept(raw: Form, shown: set[str]) -> list[tuple[str, str]]:
    """The rest of the form, on which both pages agree, as hidden inputs."""
    return [(name, value) for name, values in raw.items() if name.split(".", 1)[0] not in shown for value in values]


def _sides(change: FieldChange | Part) -> Sides:
    if isinstance(change, FieldChange):
        return Sides(change.key, change.label, [change.before], [change.after])
    rows = [row for item in change.items for row in (item.rows if isinstance(item, Fold) else (item,))]
    return Sides(change.key, change.label, [row.old for row in rows if row.kind != "added"],
                 [row.new for row in rows if row.kind != "removed"])  # fmt: skip
