"""What readers searched for, handed to whoever counts it, without the room that searches knowing them."""

import logging
from typing import Protocol

from flask import Flask, current_app

KEY = "heard"
log = logging.getLogger("fieldbook.web")


class Hearer(Protocol):
    """Is told of every search that was answered."""

    def __call__(self, text: str, *, found: bool) -> None:
        """What was typed, and whether a page has all of it."""


def init_app(app: Flask, hearer: Hearer) -> None:
    """Tell this one."""
    app.extensions[KEY] = hearer


def heard(text: str, *, found: bool) -> None:
    """Say that a reader searched for this; whatever becomes of it, they get their answer."""
    try:
        current_app.extensions[KEY](text, found=found)
    except Exception as error:  # numbers are worth no reader's search
        log.warning("a search was not counted: %s", type(error).__name__)
