"""One click, “This no longer matches my screen”, for everybody; a word and the step may follow."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.errors import TooMany
from wiki.errors import Invalid, Problem, marked
from wiki.freshness.forms import read_number
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import Tasks
from wiki.freshness.views.blueprint import bp
from wiki.web.csrf import asks_itself, is_from_elsewhere
from wiki.web.current import actor, service
from wiki.web.guard import guard

SLOWER = marked("Too many people near you said something in a short time. Send it again in a while.")


@bp.route("/wiki/<slug>/mismatch", methods=["GET", "POST"])
@asks_itself  # the button stands on pages that are kept for all readers, so it can carry no token
def mismatch(slug: str) -> ResponseReturnValue:
    """Take the click, then ask for a word; what comes from another site's page is asked for again here."""
    steps = service(Tasks).steps(actor(), slug)
    counted = request.values.get("counted", "") == "1"
    if request.method == "GET" or is_from_elsewhere():
        return _show(slug, steps, counted=counted)
    word = request.form.get("word", "")
    try:
        guard("mismatch", [word], "word")
        here = service(Tasks).flag(actor(), slug, read_number(request.form.get("step", "")), word, counted=counted)
    except Invalid as error:
        return _show(slug, steps, error.problems, counted=counted), 422
    except TooMany as error:
        answer = _show(slug, steps, (Problem("word", SLOWER),), counted=counted)
        return answer, 429, {"Retry-After": str(error.retry_after)}
    said = "all" if counted or word.strip() or request.form.get("step") else "1"
    return redirect(url_for("freshness.mismatch", slug=here, counted=said), 303)


def _show(slug: str, steps: int, problems: tuple[Problem, ...] = (), *, counted: bool = False) -> str:
    page = service(Freshness).standing(actor(), slug)
    done = request.method == "GET" and request.args.get("counted") == "all"
    return render_template(
        "freshness/mismatch.html",
        page=page,
        steps=steps,
        form=request.form,
        problems=problems,
        counted=counted,
        done=done,
    )
