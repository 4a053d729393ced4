"""Declining many contributions without an account at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from wiki.admin.forms import plain
from wiki.admin.strays import Strays
from wiki.admin.views.blueprint import bp
from wiki.errors import Invalid, Problem
from wiki.web.current import actor, service


@bp.route("/admin/strays", methods=["GET", "POST"])
def strays() -> ResponseReturnValue:
    """What was sent without an account and is not decided; those chosen are declined with one reason."""
    typed = request.form.getlist("numbers")[:1000]
    numbers = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) <= 9]
    reason = plain(request.form.get("reason", ""))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            count = service(Strays).decline(actor(), numbers, reason)
            flash(ngettext("%(num)s contribution is declined.", "%(num)s contributions are declined.", count), "good")
            return redirect(url_for("admin.strays"))
        except Invalid as error:
            problems = error.problems
    waiting = service(Strays).waiting(actor())
    answer = render_template(
        "admin/strays.html", waiting=waiting, chosen=set(numbers), reason=reason, problems=problems
    )
    return answer, 422 if problems else 200
