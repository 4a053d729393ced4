"""The audit log: filtered, a page at a time, and as a file to take along."""

import csv
import io
import json
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.audit import AuditLog, Lines
from wiki.admin.forms import read_sought
from wiki.admin.views.blueprint import bp
from wiki.web.cells import cell
from wiki.web.current import actor, service

MOST_LINES = 50_000
FILTERS = ("who", "action", "subject", "since", "until")


@bp.get("/admin/audit")
def audit() -> ResponseReturnValue:
    """Who did what, when, newest first."""
    sought, problems = read_sought(request.args.to_dict())
    typed = {name: request.args.get(name, "")[:100] for name in FILTERS}
    part = request.args.get("page", "1")[:7]
    log = service(AuditLog)
    page = int(part) if part.isascii() and part.isdigit() else 1
    lines = log.find(actor(), sought, page) if not problems else Lines((), 0, 1)
    given: dict[str, Any] = {name: value for name, value in typed.items() if value}
    answer = render_template(
        "admin/audit.html",
        lines=lines,
        typed=typed,
        given=given,
        problems=problems,
        actions=[(action, action) for action in log.actions(actor())],
        href=lambda page: url_for("admin.audit", **given, page=page),
        most=MOST_LINES,
    )
    return answer, 422 if problems else 200


@bp.get("/admin/audit.csv")
def audit_file() -> ResponseReturnValue:
    """The same lines as a file for a spreadsheet, in which no cell is a formula."""
    sought, problems = read_sought(request.args.to_dict())
    if problems:
        return audit()
    lines = service(AuditLog).every(actor(), sought, MOST_LINES)
    table = io.StringIO()
    write = csv.writer(table).writerow
    write(("time", "account", "name", "action", "subject", "detail"))
    for line in lines:
        detail = json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else ""
        cells = (line.at.isoformat(timespec="seconds"), str(line.actor_id or ""), line.actor_name)
        write([cell(words) for words in (*cells, line.action, line.subject, detail)])
    answer = Response(table.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    return answer
