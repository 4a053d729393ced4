"""The default server: gunicorn with threads on all cores, the app loaded once and shared by its workers."""

import gc
import os
from typing import Any, Protocol

from flask import Flask
from gunicorn.app.base import BaseApplication

from storage.database import Database
from wiki.background import Background
from wiki.settings import Settings


class Beside(Protocol):
    """Something that each worker does beside answering."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """Bring it to an end."""


def run(app: Flask, settings: Settings, database: Database, background: Background | None, beside: Beside) -> None:
    """Answer until stopped; `beside` goes on in each worker."""
    gc.collect()
    gc.freeze()  # what is built before the fork is never looked through again, so its memory stays shared
    _Server(app, settings, database, background, beside).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(
        self, app: Flask, settings: Settings, database: Database, background: Background | None, beside: Beside
    ) -> None:
        self._app = app
        self._settings = settings
        self._database = database
        self._background = background
        self._beside = beside
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": self._settings.workers or cores(),
            "threads": self._settings.threads,
            "preload_app": True,
            "graceful_timeout": 20,
            "keepalive": 15,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # whom to believe is ProxyFix's to say, by the setting; not even this machine
            "forwarder_headers": "",
            "worker_tmp_dir": None,
            "post_fork": self._forked,
            "when_ready": self._ready,
            "on_exit": self._ended,
            "worker_exit": self._leaving,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def _forked(self, _server: Any, _worker: Any) -> None:
        """Connections do not survive a fork: each worker opens its own, and leaves those it inherited alone."""
        self._inherited = self._database.engine.pool  # never closed here: they are the first process's
        self._database.engine.dispose(close=False)
        self._beside.start()

    def _leaving(self, _server: Any, _worker: Any) -> None:
        self._beside.stop()

    def _ready(self, _server: Any) -> None:
        if self._background:
            self._background.start()

    def _ended(self, _server: Any) -> None:
        if self._background:
            self._background.stop()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
