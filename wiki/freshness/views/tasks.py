"""What wants somebody's eyes: tasks, pages overdue for a check, pages that nobody looks after."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from wiki.errors import Invalid, Problem, marked
from wiki.freshness.forms import read_number
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import LISTS, OPEN_TASKS, Tasks
from wiki.freshness.views.blueprint import bp
from wiki.kinds.model import Library
from wiki.web.current import actor, service

DONE = {
    "claim": marked("It is yours now. Others see that."),
    "let_go": marked("Others can take it up again."),
    "mended": marked("Done. Thank you."),
    "close": marked("The task is closed."),
}


@bp.get("/tasks")
def tasks() -> ResponseReturnValue:
    """One of the lists, and how many wait in each."""
    return _show()


@bp.post("/tasks/<int:number>/claim")
def claim(number: int) -> ResponseReturnValue:
    """Take a task up."""
    return _do(number, "claim", lambda: service(Tasks).claim(actor(), number))


@bp.post("/tasks/<int:number>/let-go")
def let_go(number: int) -> ResponseReturnValue:
    """Give a task back to all."""
    return _do(number, "let_go", lambda: service(Tasks).let_go(actor(), number))


@bp.post("/tasks/<int:number>/mended")
def mended(number: int) -> ResponseReturnValue:
    """The page was changed and matches again."""
    return _do(number, "mended", lambda: service(Tasks).mended(actor(), number))


@bp.post("/tasks/<int:number>/close")
def close(number: int) -> ResponseReturnValue:
    """Close a task with a reason."""
    reason = request.form.get("reason", "")
    return _do(number, "close", lambda: service(Tasks).close(actor(), number, reason))


def _do(number: int, what: str, deed: Callable[[], None]) -> ResponseReturnValue:
    try:
        deed()
    except Invalid as error:
        return _show(number, error.problems), 422
    flash(gettext(DONE[what]), "good")
    return redirect(url_for("freshness.tasks", show=_asked()), 303)


def _asked() -> str:
    asked = request.values.get("show", OPEN_TASKS)
    return asked if asked in LISTS else OPEN_TASKS


def _show(number: int = 0, problems: tuple[Problem, ...] = ()) -> str:
    """The list; `number` is the task whose form was wrong, with the reason as it was typed."""
    show = _asked()
    listed = service(Tasks).listed(actor(), show, read_number(request.args.get("page", "1")))
    return render_template(
        "freshness/tasks.html",
        listed=listed,
        kinds=service(Library).kinds,
        today=service(Freshness).today(),
        wrong=number,
        problems=problems,
        reason=request.form.get("reason", ""),
        address=lambda part: url_for("freshness.tasks", show=show, page=part),
    )
