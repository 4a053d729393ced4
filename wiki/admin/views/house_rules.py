"""The house rules: what each does, and the form that changes them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import require
from wiki.admin.forms import PARTS, read_rules, typed_rules
from wiki.admin.views.blueprint import bp
from wiki.errors import Problem
from wiki.rules.service import Rules
from wiki.web.current import actor, service


@bp.route("/admin/rules", methods=["GET", "POST"])
def rules() -> ResponseReturnValue:
    """Every rule with what it does; a change holds at once, for everybody."""
    require(actor(), Permission.SITE_CONFIGURE)
    typed = typed_rules(service(Rules).now())
    problems: list[Problem] = []
    if request.method == "POST":
        sent = request.form.to_dict()
        values, problems = read_rules(sent)
        if not problems:
            service(Rules).change(actor(), values)
            flash(_("The house rules are saved, and hold from now on."), "good")
            return redirect(url_for("admin.rules"))
        typed = {**dict.fromkeys(typed, ""), **sent}
    labels = {rule.key: rule.label for part in PARTS for rule in part.rules}
    answer = render_template("admin/rules.html", parts=PARTS, typed=typed, problems=problems, labels=labels)
    return answer, 422 if problems else 200
