"""The front door of editors and admins, and the jobs that are stuck."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.model import Permission
from auth.policy import may, require
from storage.jobs import Runner
from wiki.admin.service import Overview
from wiki.admin.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/admin")
def admin() -> str:
    """What waits, how the site is, and where everything is done."""
    who = actor()
    return render_template(
        "admin/admin.html",
        board=service(Overview).board(who),
        manages=may(who, Permission.ACCOUNT_MANAGE),
        configures=may(who, Permission.SITE_CONFIGURE),
        audits=may(who, Permission.AUDIT_READ),
    )


@bp.get("/admin/jobs")
def jobs() -> str:
    """Work that failed again and again, with why."""
    require(actor(), Permission.SITE_CONFIGURE)
    return render_template("admin/jobs.html", parked=service(Runner).parked()[:200])


@bp.post("/admin/jobs/retry")
def retry() -> ResponseReturnValue:
    """Put all of it back to work."""
    require(actor(), Permission.SITE_CONFIGURE)
    service(Runner).retry()
    flash(_("All of it is tried again now."), "good")
    return redirect(url_for("admin.jobs"))
