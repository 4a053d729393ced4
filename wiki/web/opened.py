"""Notices that a page was opened from a search: the browser itself names the page its reader comes from.

It says so to this site alone (`Referrer-Policy: same-origin`), so result links need no mark, no script and no detour.
It stands in front of the cache of pages, since most pages that are opened come from there.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Tell = Callable[[str, str, str], None]
"""The words searched for, the connection, and what the browser says it is."""
SEARCH, PAGE = "/search", "/wiki/"
LONGEST = 2000


class Opened:
    """A WSGI middleware; for all but pages that are opened from a search it looks at one header and passes on."""

    def __init__(self, app: Callable[..., Iterable[bytes]], tell: Tell) -> None:
        self._app = app
        self._tell = tell

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Tell, if there is something to tell, and answer."""
        came = environ.get("HTTP_REFERER", "")
        if SEARCH in came and environ["REQUEST_METHOD"] == "GET":
            with suppress(Exception):  # whatever a browser sends, the page is answered
                self._notice(environ, came[:LONGEST])
        return self._app(environ, start_response)

    def _notice(self, environ: dict[str, Any], came: str) -> None:
        path = environ.get("PATH_INFO", "")
        from_ = urlsplit(came)
        is_page = path.startswith(PAGE) and "/" not in path.removeprefix(PAGE)
        early = "HTTP_SEC_PURPOSE" in environ
        if is_page and from_.path == SEARCH and from_.netloc == environ.get("HTTP_HOST") and not early:
            text = dict(parse_qsl(from_.query)).get("q", "")
            if text:
                self._tell(text, environ.get("REMOTE_ADDR", ""), environ.get("HTTP_USER_AGENT", ""))
