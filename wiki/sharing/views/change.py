"""Writing on with one's contribution: the same form, another round; a session that ended loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from auth.errors import TooMany
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.cleaning import clean
from wiki.kinds.forms import Input, form_rows, to_raw
from wiki.kinds.model import Kind, Library, Values
from wiki.pages.diff import diff
from wiki.pages.forms import read_posted
from wiki.pages.service import Pages
from wiki.pages.views.writing_page import reshaped
from wiki.sharing.forms import one, plain, read_signing
from wiki.sharing.service.contributions import Contributing, Meanwhile
from wiki.sharing.views.blueprint import bp, holder
from wiki.sharing.views.contribution import let_in
from wiki.web.csrf import asks_itself, is_forged
from wiki.web.current import actor, service
from wiki.web.guard import guard

OURS = ("sign", "pen_name", "round", "code")


@dataclass(frozen=True, slots=True)
class Changing:
    """What is shown: the form as typed, on top of a round; `theirs` is what a reviewer wrote meanwhile.

    `closed`: this browser does not know (any more) that the contribution is its reader's, and asks for the code.
    """

    number: int
    kind: Kind
    form: Mapping[str, Sequence[str]]
    round: int
    typed: Mapping[str, str]
    problems: Sequence[Problem] = ()
    notice: str = ""
    closed: bool = False
    theirs: Values | None = None


@bp.get("/contribution/<int:number>/change")
def change(number: int) -> ResponseReturnValue:
    """The form with what the contribution says now."""
    found = service(Contributing).one(holder(number), number)
    if not found.may_change:
        return redirect(url_for("sharing.contribution", number=number))
    signed = {"sign": found.proposal.signed, "pen_name": found.proposal.pen_name}
    return _show(Changing(number, found.kind, to_raw(found.kind, found.values), found.proposal.round, signed))


@bp.post("/contribution/<int:number>/change")
@asks_itself
def change_now(number: int) -> ResponseReturnValue:
    """Send it as another round, or show again exactly what was typed and what is wrong with it."""
    changing, action = _posted(number)
    if is_forged():
        return _show(replace(changing, notice="expired"), HTTPStatus.BAD_REQUEST)
    try:
        if changing.closed:
            let_in(request.form.get("code", "")[:100])
            changing = replace(changing, closed=False)
        found = service(Contributing).one(holder(number), number)
    except (Invalid, NotFound) as error:
        problems = error.problems if isinstance(error, Invalid) else ()
        return _show(replace(changing, problems=problems, closed=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooMany:
        return _show(replace(changing, notice="many"), HTTPStatus.TOO_MANY_REQUESTS)
    if action == "write":
        return _show(changing)
    return _send(replace(changing, kind=found.kind))


def _send(changing: Changing) -> Response:
    posted = read_posted(changing.kind, service(Library), changing.form)
    typed = {name: [words] for name, words in changing.typed.items()}
    signature, _audience, wrong = read_signing(typed, signed_in=actor().is_signed_in)
    problems = [*posted.problems, *(each for each in wrong if each.field in ("sign", "pen_name"))]
    try:
        if problems:
            raise Invalid([*problems, *service(Pages).problems(changing.kind, posted.values)])
        guard("share", [words for values in changing.form.values() for words in values])
        service(Contributing).change(
            holder(changing.number),
            changing.number,
            changing.round,
            posted.values,
            one(changing.form, "note"),
            signature,
        )
    except Meanwhile as error:
        return _show(replace(changing, round=error.round, theirs=error.theirs, notice="meanwhile"), HTTPStatus.CONFLICT)
    except Invalid as error:
        return _show(replace(changing, problems=error.problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooMany:
        return _show(replace(changing, notice="many"), HTTPStatus.TOO_MANY_REQUESTS)
    flash(_("Sent. A reviewer reads it again."), "good")
    return redirect(url_for("sharing.contribution", number=changing.number), 303)


def _posted(number: int) -> tuple[Changing, str]:
    """The form as it came. Whoever is not known here writes on in the kind the form names, and sees nothing else."""
    sent = plain(request.form.to_dict(flat=False))
    try:
        kind, closed = service(Contributing).one(holder(number), number).kind, False
    except NotFound:
        kind, closed = service(Pages).kind(one(sent, "kind")), True
    posted = read_posted(kind, service(Library), reshaped(sent))
    seen = one(sent, "round")
    at = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    form = {name: values for name, values in posted.form.items() if name not in OURS}
    typed = {"sign": one(sent, "sign"), "pen_name": one(sent, "pen_name")}
    return Changing(number, kind, form, at, typed, closed=closed), posted.action


def _show(changing: Changing, status: int = HTTPStatus.OK) -> Response:
    library, kind = service(Library), changing.kind
    values = clean(kind, library, read_posted(kind, library, changing.form).values)
    groups = form_rows(kind, library, values, raw=changing.form, problems=changing.problems)
    theirs = diff(kind, library, values, changing.theirs) if changing.theirs is not None else None
    answer = render_template(
        "sharing/change.html",
        changing=changing,
        groups=groups,
        open_groups={group.key for group in groups if any(_is_open(each) for each in group.inputs)},
        theirs=theirs,
        note=one(changing.form, "note"),
        problems=changing.problems,
        labels={field.key: field.ask for field in kind.fields},
    )  # fmt: skip
    return make_response(answer, status)


def _is_open(one: Input) -> bool:
    """Whether an input keeps its part of the form open: it is needed, wrong, or has something in it."""
    filled = any(one.values) or any(not row.blank for row in one.rows)
    return one.required or bool(one.problems) or filled
