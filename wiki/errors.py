"""What the wiki refuses, in words the web layer turns into answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field, in plain words. `message` is an English template, translated when shown.

    `field` is the field's key; inside a list of records it is `key.row.column`, rows counted from 0.
    """

    field: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


class WikiError(Exception):
    """Something the wiki refuses; nothing was changed."""


class NotFound(WikiError):
    """There is no such thing for this actor (404); hidden and absent are the same."""


class Invalid(WikiError):
    """The input has problems, each bound to its field (422)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in problems))
        self.problems = tuple(problems)


class TooLarge(WikiError):
    """More than we take at once (413)."""
