"""Small answers of the site itself: light or dark, health, robots, icon."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.safe_next import safe_next
from search.watch import Seen, Watch
from storage.database import Database
from storage.jobs import Runner
from wiki.browsing.blueprint import bp, version
from wiki.web.assets import asset
from wiki.web.context import THEMES
from wiki.web.context import theme as chosen_theme
from wiki.web.current import service

YEAR = 365 * 24 * 3600
CLOSED = ("/search", "/drafts", "/account", "/accounts", "/sign-in", "/join", "/review", "/new", "/theme", "/healthz",
          "/inbox", "/watching", "/unsubscribe", "/outbox", "/feeds", "/share", "/contribution",
          "/wanted/")  # fmt: skip
LATE = 30  # seconds that work may wait without a word: what is hidden is saved too, and nobody is to see when


@bp.route("/theme", methods=["GET", "POST"])
def theme() -> ResponseReturnValue:
    """Choose light, dark, or what the system says; kept in a cookie for a year."""
    back = safe_next(request.values.get("next") or _where_from())
    if request.method == "GET":
        return render_template("browsing/theme.html", back=back, chosen=chosen_theme())
    wanted = request.form.get("theme", "")
    answer = redirect(back, 303)
    answer.set_cookie(
        "theme",
        wanted if wanted in THEMES else "system",
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
    )
    return answer


@bp.get("/healthz")
def healthz() -> Response:
    """How the site is, for whoever watches it: 503 with the reason when it cannot serve readers.

    Anybody may ask, so it counts nothing: not pages, which may be hidden, nor jobs, which follow what nobody may see.
    """
    try:
        service(Database).ping()
        jobs = _jobs(service(Runner))
    except Exception as error:  # whatever keeps the database away is the answer
        return _health(503, database=False, reason=f"database: {type(error).__name__}")
    return _health(200, database=True, index=_index(service(Watch).look()), jobs=jobs)


def _index(seen: Seen) -> Mapping[str, object]:
    late = seen.seconds if seen.ready and seen.seconds >= LATE else 0
    return {"state": "away" if not seen.ready else "behind" if late else "ok", "ready": seen.ready, "lag_seconds": late}


def _jobs(runner: Runner) -> Mapping[str, object]:
    late = runner.late()
    late = late if late >= LATE else 0
    state = "stuck" if runner.backlog().parked else "behind" if late else "ok"
    return {"state": state, "lag_seconds": late}


@bp.get("/robots.txt")
def robots() -> Response:
    """What crawlers need not look at."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Disallow: /wiki/*/edit", "Allow: /"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Old browsers ask here."""
    return redirect(asset("favicon.svg"))


def _where_from() -> str:
    """The page of this site the reader came from, if the browser says so."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or came.path == "/theme":
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def _health(status: int, **parts: object) -> Response:
    answer = jsonify(status="ok" if status == 200 else "unavailable", version=version(), **parts)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
