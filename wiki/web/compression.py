"""Smaller answers on slow links, where packing cannot give a secret away."""

import gzip

from flask import Flask, Response, request, session

SMALLEST = 1024
LEVEL = 5


def init_app(app: Flask) -> None:
    """Pack the pages of this app for browsers that unpack."""

    @app.after_request
    def pack(response: Response) -> Response:
        if _may_pack(response):
            body = response.get_data()
            if len(body) >= SMALLEST:
                response.set_data(gzip.compress(body, LEVEL, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
        return response


def _may_pack(response: Response) -> bool:
    """Whether this is a whole page and holds no secret beside words that a stranger chose.

    A form's token on a page that repeats the address's query could be guessed from packed sizes (BREACH).
    """
    no_secret_beside_input = not session or not request.query_string
    return (
        request.method == "GET"
        and response.status_code == 200
        and no_secret_beside_input
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and response.mimetype in ("text/html", "application/json", "text/markdown")
        and "gzip" in request.headers.get("Accept-Encoding", "")
    )
