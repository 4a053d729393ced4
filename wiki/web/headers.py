"""Headers that every answer carries, errors and static files included."""

from urllib.parse import unquote

from flask import Flask, Response, request, session, url_for

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"
OURS = "ours"
"""The cookie in which readers say what their organization is like: lists are in an order of their own for them."""


def init_app(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of this app; `https` adds strict transport security."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers.setdefault("Cache-Control", PUBLIC if _is_same_for_all(response) else PRIVATE)
        response.headers.setdefault("Vary", "Cookie, Accept-Encoding")
        return response


def _is_same_for_all(response: Response) -> bool:
    """Whether any reader without an account gets these very bytes: a plain look, with nothing in the session.

    Only at the address as the site spells it: `/wiki/a/history/01` is answered, and worth no place in a cache.
    """
    looked = request.method in ("GET", "HEAD") and response.status_code == 200 and not session
    looked = looked and OURS not in request.cookies
    return looked and request.endpoint is not None and _own_spelling(request.endpoint) == request.path


def _own_spelling(endpoint: str) -> str:
    return unquote(url_for(endpoint, **(request.view_args or {})))
