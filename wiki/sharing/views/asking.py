"""The screens that ask: one question, all of them, or the last one, filled with exactly what was typed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from flask import make_response, render_template
from werkzeug.wrappers import Response

from wiki.errors import Problem
from wiki.kinds.amounts import Phrase
from wiki.kinds.forms import Input, form_rows, read_form
from wiki.kinds.model import Kind, Library
from wiki.pages.service import Pages
from wiki.sharing.forms import ALL, LAST, SIGNING, Question, answers, asked_with, questions, read_signing
from wiki.sharing.model import Form
from wiki.sharing.service.sending import Shares
from wiki.sharing.views.about import About
from wiki.sharing.views.blueprint import may_share
from wiki.web.current import actor, service

TEMPLATES = {ALL: "sharing/all.html", LAST: "sharing/last.html"}


@dataclass(frozen=True, slots=True)
class Asking:
    """What is shown: the screen (`at`: a question's number, `all` or `last`), all that was typed, and what to say.

    `version` and `window` tell what another window typed meanwhile; `clashes` hold that. `key` is the token the entry
    is or will be kept under; the form carries it until the browser has it, so that a form sent twice is one entry.
    """

    at: str
    form: Form
    key: str
    version: int = 0
    window: str = ""
    about: About | None = None
    problems: Sequence[Problem] = ()
    clashes: Form = field(default_factory=dict)
    notice: str = ""


def kind() -> Kind:
    """The kind that is shared."""
    return service(Shares).kind


def asked() -> tuple[Question, ...]:
    """Every question."""
    return questions(kind())


def screen(at: str) -> str:
    """A screen there is: its name as typed, else the first."""
    return at if at in (ALL, LAST, *(str(one.number) for one in asked())) else "1"


def keys_of(at: str) -> tuple[str, ...]:
    """The inputs this screen shows."""
    every = tuple(key for one in asked() for key in one.keys)
    if at == ALL:
        return (*every, *SIGNING)
    return SIGNING if at == LAST else next((one.keys for one in asked() if str(one.number) == at), ())


def problems_of(at: str, form: Form) -> list[Problem]:
    """What is wrong with the answers of this screen; on the last one, with any."""
    reading = read_form(kind(), service(Library), form)
    unread = {problem.field for problem in reading.problems}
    wrong = [
        *reading.problems,
        *(one for one in service(Pages).problems(kind(), reading.values) if one.field not in unread),
    ]
    wrong = [_as_asked(one) for one in wrong]
    if at not in (ALL, LAST):
        return [one for one in wrong if one.field.split(".")[0] in keys_of(at)]
    return [*wrong, *read_signing(form, signed_in=actor().is_signed_in)[2]]


def _as_asked(problem: Problem) -> Problem:
    """The same problem, naming its field by the question that was read here."""
    field = kind().by_key.get(problem.field)
    if field is None or "label" not in problem.params or not field.quick:
        return problem
    return replace(problem, params={**problem.params, "label": Phrase(asked_with(field)[0])})


def first_wrong(problems: Sequence[Problem]) -> str:
    """The screen where the first problem can be mended; the last one for what no question asks."""
    wrong = {problem.field.split(".")[0] for problem in problems}
    return next((str(one.number) for one in asked() if wrong & set(one.keys)), LAST)


def show(asking: Asking, status: int = HTTPStatus.OK) -> Response:
    """The screen."""
    every = asked()
    inputs = _inputs(asking)
    shown = set(keys_of(asking.at))
    at = int(asking.at) if asking.at not in (ALL, LAST) else len(every)
    return make_response(
        render_template(
            TEMPLATES.get(asking.at, "sharing/one.html"),
            asking=asking,
            at=at,
            of=len(every),
            screens=[[(inputs[key], *asked_with(field)) for field in one.fields if (key := field.key) in inputs]
                     for one in every if asking.at == ALL or str(one.number) == asking.at],
            hidden=[(name, value) for name, values in answers(kind(), service(Library), asking.form).items()
                    for value in values if name.split(".")[0] not in shown],
            window=asking.window or secrets.token_hex(4),
            problems=asking.problems,
            labels={one.key: asked_with(one)[0] for question in every for one in question.fields},
            must_sign_in=not may_share(),
            typed={name: (list(asking.form.get(name, ())) or [""])[0] for name in SIGNING},
        ),
        status,
    )  # fmt: skip


def _inputs(asking: Asking) -> dict[str, Input]:
    groups = form_rows(kind(), service(Library), {}, raw=asking.form, problems=asking.problems, quick=True)
    return {one.key: one for group in groups for one in group.inputs}
