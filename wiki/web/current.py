"""What is current: the services of this app, and who is asking."""

from typing import TypeVar

from flask import current_app

from auth.model import Actor
from auth.session import current_actor

T = TypeVar("T")
KEY = "fieldbook"


def service(wanted: type[T]) -> T:
    """The app's one instance of this service."""
    found = current_app.extensions[KEY][wanted]
    if not isinstance(found, wanted):
        raise TypeError(f"{wanted.__name__} is not what was registered")
    return found


def actor() -> Actor:
    """Who is asking."""
    return current_actor()
