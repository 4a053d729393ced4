"""The thing to compare with: a Flask app that returns bytes it holds in memory, and does nothing else."""

import pickle
import sys
from pathlib import Path

from flask import Flask, Response

from storage.database import Database
from wiki.gunicorn_server import run
from wiki.settings import Settings


def create_bare(answers: dict[str, tuple[dict[str, str], bytes]]) -> Flask:
    """An app that answers each path with its headers and bytes."""
    app = Flask("bare", static_folder=None)

    @app.get("/")
    @app.get("/<path:path>")
    def answer(path: str = "") -> Response:
        headers, body = answers[f"/{path}"]
        return Response(body, headers=headers)

    return app


if __name__ == "__main__":
    # Only this benchmark's own pickle is read here, written a moment before.
    held = pickle.loads(Path(sys.argv[2]).read_bytes())
    run(create_bare(held), Settings(port=int(sys.argv[1])), Database("sqlite:///never-opened"), None)
