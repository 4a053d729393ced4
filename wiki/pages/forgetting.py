"""Forgetting: what a room does when something is removed for good; the front door collects the rooms' parts.

Rows that refer to a page and go with it (`ON DELETE CASCADE`) need no part: they are found and counted by themselves. A
room hands over a part for what refers in another way: ids in JSON, files, copies.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is removed: a page, or one version of it (`number`), or the name of an account."""

    page_id: int = 0
    number: int = 0
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class Forgetter:
    """A room's part: what it holds of the doomed, in words marked for translation, how many, and how to forget them.

    Both run inside the transaction of the removal; counting changes nothing.
    """

    what: str
    count: Callable[[Session, Doomed], int]
    forget: Callable[[Session, Doomed], None]
