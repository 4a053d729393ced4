"""The page people write on: form, preview, changes and conflict, filled with exactly what was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from wiki.errors import NotFound, Problem
from wiki.kinds.cleaning import clean
from wiki.kinds.display import Section, completeness, outline, sections
from wiki.kinds.forms import FormGroup, form_rows, to_raw
from wiki.kinds.model import Kind, Library, Values
from wiki.pages import policy
from wiki.pages.clash import clashes
from wiki.pages.contributions import Contributions
from wiki.pages.diff import diff
from wiki.pages.forms import OURS, Posted
from wiki.pages.model import Draft, Page, Signature
from wiki.pages.preparing import prepare, shareable
from wiki.pages.presentation import addresses
from wiki.pages.reading import Readings
from wiki.pages.service import EditConflict
from wiki.pages.signatures import Signatures
from wiki.pages.signing import tells_name
from wiki.rendering.wiki_links import resolve
from wiki.web.current import actor, service

Form = Mapping[str, Sequence[str]]
LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class WritingPage:
    """What is shown: the form of a kind as typed, on a page or a new one, and what to say above it.

    `lists` are the keys of lists whose rows were just added or removed: they stay in sight. `way` is what the form is
    for: "edit", "suggest" (by anybody), "mend" or "finish" (somebody else's proposal, that may be published at once or
    not); `action` is where it goes, without one to the page's own form, and `extra` what goes along.
    """

    kind: Kind
    posted: Posted
    page: Page | None = None
    draft: Draft | None = None
    other_draft: Draft | None = None
    problems: Sequence[Problem] = ()
    notice: str = ""
    tab: str = "write"
    lists: Collection[str] = ()
    way: str = "edit"
    action: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def show_form(showing: WritingPage, *, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    """The form in its tab."""
    library, kind, posted = service(Library), showing.kind, showing.posted
    values = clean(kind, library, posted.values)
    problems = [*showing.problems]
    quick = posted.quick and {problem.field for problem in problems} <= {
        *OURS,
        *(one.key for one in kind.fields if one.quick),
    }
    groups = form_rows(kind, library, values, raw=posted.form, problems=problems, quick=quick)
    return make_response(
        render_template(
            "pages/edit.html",
            kind=kind,
            page=showing.page,
            posted=posted,
            groups=groups,
            quick=quick,
            quick_parts={field.key for field in kind.fields if field.quick},
            open_groups=_open_groups(groups, showing.lists),
            problems=problems,
            labels={field.key: field.ask for field in kind.fields},
            notice_words=showing.notice,
            tab=showing.tab,
            draft=showing.draft,
            other_draft=showing.other_draft,
            outline=outline(kind, values),
            missing=completeness(kind, values) if showing.page else (),
            preview=preview_of(kind, values) if showing.tab == "preview" else None,
            difference=_changes(showing, values) if showing.tab == "changes" else None,
            may_publish=policy.may_publish(actor(), kind, showing.page),
            is_locked=showing.page is not None and policy.is_locked_for(actor(), showing.page),
            way=showing.way,
            action=showing.action or _own_form(showing),
            extra=showing.extra,
            remarks=service(Contributions).remarks(actor(), showing.page) if showing.way == "edit" else {},
            signature=signature_of(showing),
            section=kind.key,
        ),
        status,
    )


def _own_form(showing: WritingPage) -> str:
    """Where the page's own form goes."""
    if showing.page is None:
        return url_for("pages.new", kind=showing.kind.key)
    return url_for("pages.edit", slug=showing.page.slug)


def show_conflict(
    showing: WritingPage, error: EditConflict, action: str = "", extra: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """Their change, my change, and every word of mine still there to edit; the next save is based on theirs.

    `action` is where the merged form goes; without one, to the page's own form. `extra` goes along with it.
    """
    library, kind = service(Library), showing.kind
    theirs = service(Readings).page(actor(), error.slug)
    merged = shareable(kind, theirs.values, error.merge.values, sees_all=policy.sees_withheld(actor()))
    conflicts = clashes(kind, library, error.merge.conflicts)
    keys = {clash.key for clash in conflicts}
    chosen = {clash.key: clash.together for clash in conflicts if not clash.is_text and clash.together is not None}
    return make_response(
        render_template(
            "pages/conflict.html",
            kind=kind,
            page=theirs.page,
            theirs_by=theirs.author,
            theirs_at=theirs.revision.created,
            clashes=conflicts,
            inputs={
                i.key: i for g in form_rows(kind, library, {**merged, **chosen}) for i in g.inputs if i.key in keys
            },
            fitted=error.merge.fitted,
            kept=_hidden_inputs(kind, merged, keys),
            posted=showing.posted,
            base=error.number,
            action=action or url_for("pages.edit", slug=error.slug),
            may_open_form=not action,
            extra=extra or {},
            section=kind.key,
        ),
        HTTPStatus.CONFLICT,
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A page that is not saved, rendered for its writer."""

    section: Section
    html: str


def preview_of(kind: Kind, values: Values) -> list[Preview]:
    """The parts of an unsaved page as they would be shown."""
    library = service(Library)
    prepared = prepare(kind, values)
    links = addresses(service(Readings).targets(actor(), list(prepared.links)))
    return [
        Preview(section, resolve(prepared.html.get(section.key, ""), links))
        for section in sections(kind, library, values, sees_all=True)
    ]


def signature_of(showing: WritingPage) -> Signature:
    """How the form says that its writer signs: as chosen, else as usual."""
    return showing.posted.signature or service(Signatures).usual(actor(), showing.page)


def tells_own_name(showing: WritingPage) -> bool:
    """Whether the form tells the name its writer does not want to sign with, in any field or in the reason."""
    posted = showing.posted
    typed = (text for name, texts in posted.form.items() if name not in OURS for text in texts)
    return tells_name(actor(), signature_of(showing), (*typed, posted.note))


def with_theirs(kind: Kind, page: Page, sent: Form) -> Form:
    """The form with the saved values of those fields for which the writer chose to keep theirs."""
    keys = set(sent.get("keep_theirs", ()))
    if not keys:
        return dict(sent)
    saved = to_raw(kind, service(Readings).page(actor(), page.slug).values)
    mine = {name: values for name, values in sent.items() if name in OURS or _field(name) not in keys}
    return {**mine, **{name: values for name, values in saved.items() if _field(name) in keys}}


def touched_lists(sent: Form) -> frozenset[str]:
    """The lists whose "add" or "remove" was pressed."""
    return frozenset(_field(row) for name in ("add", "remove") for row in sent.get(name, ()))


def reshaped(sent: Form) -> Form:
    """The form after a press on "remove" or "add" in a list, for browsers that cannot do it on the page."""
    gone = {f"{row}." for row in sent.get("remove", ())}
    left = {name: values for name, values in sent.items() if not any(name.startswith(start) for start in gone)}
    return {**left, **{name: [""] for key in sent.get("add", ()) for name in _next_row(left, key)}}


def _next_row(sent: Form, key: str) -> list[str]:
    """The name of one field in the row after the last of a list; a row's field is named list.row.column."""
    rows = [name.split(".") for name in sent if name.startswith(f"{key}.") and name.count(".") == 2]
    numbers = [int(row) for _, row, _ in rows if row.isdecimal() and len(row) < LONGEST_NUMBER]
    return [f"{key}.{max(numbers) + 1}.{rows[0][2]}"] if numbers else []


def _changes(showing: WritingPage, values: Values) -> object:
    if showing.page is None or showing.posted.base == 0:
        return diff(showing.kind, service(Library), {}, values)
    try:
        base = service(Readings).page(actor(), showing.page.slug, showing.posted.base)
    except NotFound:
        return None
    return diff(showing.kind, service(Library), base.values, values)


def _open_groups(groups: Sequence[FormGroup], lists: Collection[str]) -> set[str]:
    """The parts of the form that stand open: those the quick form needs, and those with words or problems in them."""
    return {
        group.key
        for group in groups
        if any(one.required or one.problems or one.key in lists or any(one.values)
               or any(not row.blank for row in one.rows) for one in group.inputs)
    }  # fmt: skip


def _hidden_inputs(kind: Kind, values: Values, besides: Collection[str]) -> list[tuple[str, str]]:
    """The whole form as hidden inputs, without the fields that are shown."""
    raw = to_raw(kind, values)
    return [(name, value) for name, typed in raw.items() for value in typed if _field(name) not in besides]


def _field(name: str) -> str:
    return name.split(".", 1)[0]
