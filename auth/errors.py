"""What auth refuses, in words the web layer turns into answers."""

import dataclasses
from collections.abc import Mapping, Sequence

from auth.model import Permission, Role


def marked(words: str) -> str:
    """The same words, marked for translators; they are translated where they are shown."""
    return words


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field, in plain words. `message` is an English template, translated when shown.

    `field` is the field's key; inside a list of records it is `key.row.column`, rows counted from 0.
    """

    field: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(Exception):
    """The input has problems, each bound to its field (422); nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in problems))
        self.problems = tuple(problems)


class Missing(Exception):
    """There is no such account or invitation (404)."""


class UsedUp(Missing):
    """A one-time link that was used, is too old or never was; which of these is not told (404)."""


class Forbidden(Exception):
    """The actor is known and may not do this (403)."""

    def __init__(self, permission: Permission, lowest: Role) -> None:
        super().__init__(f"{permission} needs the role {lowest.name.lower()}")
        self.permission = permission
        self.lowest = lowest


class TooMany(Exception):
    """Too many tries in a short time (429)."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} seconds")
        self.retry_after = retry_after
