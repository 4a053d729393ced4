"""Looking after a page: take it over, be named or not, let it go."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, NotFound, Problem
from wiki.freshness import policy
from wiki.freshness.care import Care
from wiki.freshness.model import Standing
from wiki.freshness.service import Freshness
from wiki.freshness.views.blueprint import bp
from wiki.web.current import actor, service


@bp.route("/wiki/<slug>/care", methods=["GET", "POST"])
def care(slug: str) -> ResponseReturnValue:
    """Say what it means to look after a page, and take, name or let go."""
    page = service(Freshness).standing(actor(), slug)
    if not page.published:
        raise NotFound(slug)
    if not actor().is_signed_in:
        return redirect(url_for("auth.sign_in", next=url_for("freshness.care", slug=page.slug)))
    if not page.is_mine:
        require(actor(), Permission.PAGE_PUBLISH)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _do(page)
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("Saved. The foot of the page says who looks after it."), "good")
            return redirect(url_for("pages.read", slug=page.slug))
    may_take = policy.may_take(actor(), published=page.published, has_owner=page.has_owner)
    may_let_go = policy.may_let_go(actor(), has_owner=page.has_owner, is_mine=page.is_mine)
    answer = render_template(
        "freshness/care.html", page=page, may_take=may_take, may_let_go=may_let_go, problems=problems
    )
    return answer, 422 if problems else 200


def _do(page: Standing) -> None:
    shown = request.form.get("shown") == "yes"
    if request.form.get("do") == "let_go":
        service(Care).let_go(actor(), page.slug)
    elif page.is_mine:
        service(Care).show(actor(), page.slug, shown=shown)
    else:
        service(Care).take(actor(), page.slug, shown=shown)
