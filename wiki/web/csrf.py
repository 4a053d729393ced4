"""The one guard against requests forged on other sites; writing forms ask it themselves, so that nothing is lost."""

from collections.abc import Callable
from typing import TypeVar

from flask import request
from flask_wtf.csrf import CSRFError, CSRFProtect

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., object])


def asks_itself(view: View) -> View:
    """Mark a view that calls `is_forged` itself, so as to keep what was typed when the answer is yes."""
    csrf.exempt(view)
    return view


def is_forged() -> bool:
    """Whether this request lacks its token: an old form, an ended session, or another site's doing."""
    try:
        csrf.protect()
    except CSRFError:
        return True
    return False


def is_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this request."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
