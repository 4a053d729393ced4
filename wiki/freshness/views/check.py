"""Saying that a page is right: the form of a check."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, NotFound, Problem
from wiki.freshness.forms import first_form, read_check
from wiki.freshness.service import Freshness
from wiki.freshness.views.blueprint import bp
from wiki.web.current import actor, service
from wiki.web.guard import refuse_blocked


@bp.route("/wiki/<slug>/check", methods=["GET", "POST"])
def check(slug: str) -> ResponseReturnValue:
    """Ask what was checked against which version, and write it down; an act apart from every edit."""
    page = service(Freshness).standing(actor(), slug)
    if page.every is None or not page.published:
        raise NotFound(slug)
    if not actor().is_signed_in:
        return redirect(url_for("auth.sign_in", next=url_for("freshness.check", slug=page.slug)))
    page = service(Freshness).checkable(actor(), slug)
    form = first_form(service(Freshness).today(), page.against) | request.form.to_dict()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        said = read_check(request.form)
        try:
            refuse_blocked([said.against, said.word, said.signature.pen_name], "word")
            service(Freshness).check(actor(), slug, said)
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("Thank you. The page says now that it was checked."), "good")
            return redirect(url_for("pages.read", slug=page.slug))
    return render_template("freshness/check.html", page=page, form=form, problems=problems), 422 if problems else 200
