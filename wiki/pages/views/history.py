"""A page's history: the list, one version, two compared, and bringing one back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, NotFound
from wiki.kinds.model import Library
from wiki.pages import policy
from wiki.pages.diff import diff
from wiki.pages.presentation import present
from wiki.pages.reading import Readings
from wiki.pages.service import EditConflict, PageLocked, Pages
from wiki.pages.views.blueprint import bp
from wiki.web.current import actor, service

LARGEST_NUMBER = 10**9


@bp.get("/wiki/<slug>/history")
def history(slug: str) -> str:
    """Who changed what, when and why; two of them can be chosen to compare."""
    part = request.args.get("page", 1, type=int)
    found = service(Readings).history(actor(), slug, part)
    return render_template("pages/history.html", history=found, page=found.page,
                           history_address=lambda part: url_for("pages.history", slug=slug, page=part))  # fmt: skip


@bp.get("/wiki/<slug>/history/<int:number>")
def version(slug: str, number: int) -> str:
    """The page as it was."""
    reading = service(Readings).page(actor(), slug, _known(number))
    view = present(reading, service(Library))
    may_restore = policy.may_publish(actor(), reading.kind, reading.page) and policy.may_edit(actor(), reading.page)
    return render_template("pages/version.html", view=view, page=reading.page, may_restore=may_restore)


@bp.get("/wiki/<slug>/diff")
def compare(slug: str) -> ResponseReturnValue:
    """Two versions side by side; without numbers the last change."""
    page = service(Readings).stub(actor(), slug)
    new = _known(request.args.get("to", page.number, type=int))
    old = _known(request.args.get("from", type=int) or service(Readings).before(page, new))
    older, newer = service(Readings).pair(actor(), slug, min(old, new), max(old, new))
    difference = diff(older.kind, service(Library), older.values, newer.values)
    may_restore = policy.may_publish(actor(), older.kind, page) and policy.may_edit(actor(), page)
    return render_template("pages/compare.html", page=page, older=older, newer=newer, found=difference,
                           may_restore=may_restore)  # fmt: skip


@bp.post("/wiki/<slug>/history/<int:number>/restore")
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Bring a version back as a new one."""
    try:
        service(Pages).restore(actor(), slug, _known(number))
    except EditConflict:
        flash(_("Someone saved at the same moment. Look again before bringing a version back."), "warn")
        return redirect(url_for("pages.history", slug=slug))
    except PageLocked:
        flash(_("This page is locked. An editor has to bring a version back."), "warn")
        return redirect(url_for("pages.version", slug=slug, number=number))
    except Invalid:
        flash(_("This version lacks what such a page has to say today. Copy from it by hand."), "warn")
        return redirect(url_for("pages.version", slug=slug, number=number))
    flash(_("Version %(number)s is back, as a new version. Nothing is lost.", number=number), "good")
    return redirect(url_for("pages.read", slug=slug))


def _known(number: int) -> int:
    """A number that a database can look for."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise NotFound("version")
    return number
