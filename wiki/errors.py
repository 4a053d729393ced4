"""What the wiki refuses, in words the web layer turns into answers."""

from auth.errors import Invalid, Problem, marked

__all__ = ["Invalid", "NotFound", "Problem", "TooLarge", "WikiError", "marked"]


class WikiError(Exception):
    """Something the wiki refuses; nothing was changed."""


class NotFound(WikiError):
    """There is no such thing for this actor (404); hidden and absent are the same."""


class TooLarge(WikiError):
    """More than we take at once (413)."""
