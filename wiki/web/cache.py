"""Pages for readers without an account, kept as bytes and valid until the published generation moves.

Kept in files that all server processes share, so memory stays small; one look at the generation a request decides.
Only what `wiki.web.headers` calls the same for all is kept, at addresses without a query and spelled as the site itself
spells them: whatever strangers make up, there are no more files than pages and lists. An upgrade throws the old away.
"""

import contextlib
import gzip
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.http import parse_cookie

from storage.generation import Generation
from wiki.web.context import THEMES
from wiki.web.headers import OURS, PUBLIC

LARGEST = 1024 * 1024
LEVEL = 6
DROPPED = ("content-length", "content-encoding", "etag", "set-cookie")


class PageCache:
    """A WSGI middleware in front of the app."""

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        generation: Generation,
        folder: Path,
        session_cookie: str,
        stamp: str,
        language: Callable[[str], str],
    ) -> None:
        """Keep answers of `app` in `folder`; `stamp` changes with the software, so that an upgrade starts afresh.

        `language` names the language of the answer to an `Accept-Language` header; each is kept by itself.
        """
        self._app = app
        self._generation = generation
        self._folder = folder / hashlib.sha256(stamp.encode()).hexdigest()[:12]
        self._session_mark = f"{session_cookie}="
        self._language = language
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for older in folder.iterdir():
            if older != self._folder:
                shutil.rmtree(older, ignore_errors=True)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from the kept bytes when they are current; otherwise ask the app and keep what it says."""
        cookies = environ.get("HTTP_COOKIE", "")
        plain = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("QUERY_STRING")
        if not plain or self._session_mark in cookies or OURS in parse_cookie(cookies):
            return self._app(environ, start_response)
        try:
            generation = self._generation.current()
        except Exception:  # a database that is away: the app answers with its own words
            return self._app(environ, start_response)
        theme = _theme(cookies)
        key = self._key(environ, theme)
        kept = self._read(key, generation)
        if kept is None:
            answer = _Recorder()
            body = answer.run(self._app, {**environ, "HTTP_COOKIE": f"theme={theme}"})
            kept = self._keep(key, generation, answer, body)
            if kept is None:
                start_response(answer.status, answer.headers)
                return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return _send(kept, environ, start_response)

    def _key(self, environ: dict[str, Any], theme: str) -> str:
        """A hash of everything that makes two answers differ."""
        host, scheme = _without_port(environ.get("HTTP_HOST", "")), environ.get("wsgi.url_scheme", "")
        language = self._language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        where = f"{environ.get('SCRIPT_NAME', '')}\n{environ.get('PATH_INFO', '')}"
        parts = "\n".join((scheme, host, where, theme, language))
        return hashlib.sha256(parts.encode("utf-8", "surrogateescape")).hexdigest()

    def _file(self, key: str) -> Path:
        return self._folder / key

    def _read(self, key: str, generation: int) -> tuple[dict[str, Any], bytes] | None:
        try:
            raw = self._file(key).read_bytes()
            head, packed = raw.split(b"\n", 1)
            about = json.loads(head)
            found = about["key"], about["generation"], about["size"]
        except (OSError, ValueError, LookupError, TypeError):  # cut short by a crash, or not ours
            return None
        return (about, packed) if found == (key, generation, len(packed)) else None

    def _keep(self, key: str, generation: int, answer: "_Recorder", body: bytes) -> tuple[dict[str, Any], bytes] | None:
        headers = {name.lower(): value for name, value in answer.headers}
        whole = answer.status.startswith("200") and headers.get("cache-control") == PUBLIC
        if not whole or "set-cookie" in headers or len(body) > LARGEST or not body:
            return None
        packed = gzip.compress(body, LEVEL, mtime=0)
        about = {
            "key": key,
            "generation": generation,
            "size": len(packed),
            "etag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
            "headers": [[name, value] for name, value in answer.headers if name.lower() not in DROPPED],
        }
        self._write(self._file(key), json.dumps(about).encode() + b"\n" + packed)
        return about, packed

    def _write(self, file: Path, raw: bytes) -> None:
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        try:
            fresh.write_bytes(raw)
            os.replace(fresh, file)
        except OSError:  # a full disk costs speed, never an answer
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)


def empty(folder: Path) -> None:
    """Throw every kept page away; what is asked for next is kept anew."""
    for kept in folder.glob("*/*"):
        kept.unlink(missing_ok=True)


def _theme(cookies: str) -> str:
    """The theme these cookies ask for, read as the app reads them; the app is then told this one and nothing else."""
    chosen = parse_cookie(cookies).get("theme", "")
    return chosen if chosen in THEMES else "system"


def _without_port(host: str) -> str:
    """The host alone: a port changes nothing on a page, and strangers may send any."""
    name, _, port = host.rpartition(":")
    return name if port.isascii() and port.isdigit() else host


class _Recorder:
    """Runs the app and remembers how it began its answer."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def run(self, app: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> bytes:
        """The whole body of the app's answer to a GET, unpacked, even when a HEAD was asked."""
        answer = app({**environ, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": ""}, self._begin)
        try:
            return b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()

    def _begin(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status, self.headers = status, headers


def _send(
    kept: tuple[dict[str, Any], bytes], environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    about, packed = kept
    headers = [(name, value) for name, value in about["headers"]]
    headers.append(("ETag", about["etag"]))
    if about["etag"] in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return []
    body = packed
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = gzip.decompress(packed)
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
