"""Terms that cannot go or change their key: the program, a form or a band of numbers calls them by name."""

from wiki.errors import marked
from wiki.kinds.model import FieldType, Library

FELL_SHORT = ("did_not_work", "made_worse", "no_effect_seen", "dropped_before_result")
"""Outcomes that the front page lists as failures to learn from."""

_DRAWN = ("outcome", "tried_result", "level")
_CODES = ("currency", "language")
ALWAYS = ("unknown", "0_unknown", "other")
"""Choices that every list needs, and that say nothing by themselves."""


def is_bands(library: Library, vocabulary: str) -> bool:
    """Whether numbers are counted into this vocabulary's terms."""
    return any(field.band == vocabulary for kind in library.kinds.values() for field in kind.fields)


def why_closed(library: Library, vocabulary: str) -> str:
    """Why this vocabulary takes no terms beside those in its file, in words; "" when it does."""
    if is_bands(library, vocabulary):
        return marked("Its terms are bands that numbers are counted into. They are set in the site's files.")
    if vocabulary in _CODES:
        return marked("Its terms are standard codes. They are set in the site's files.")
    return ""


def takes_proposals(library: Library, vocabulary: str) -> bool:
    """Whether people may propose terms for it."""
    return vocabulary not in _DRAWN and not why_closed(library, vocabulary)


def why_fixed(library: Library, vocabulary: str, key: str) -> str:
    """Why this term can neither go nor change its key, in words; "" when it can."""
    if closed := why_closed(library, vocabulary):
        return closed
    if vocabulary in _DRAWN and _is_declared(library, vocabulary, key):
        return marked("The program shows it with a mark of its own, so it stays. Its words can be changed.")
    if key in ALWAYS and _is_declared(library, vocabulary, key):
        return marked("Every list needs a choice for what is not known or not in it, so this one stays.")
    for kind in library.kinds.values():
        for field in (each for one in kind.fields for each in (one, *one.columns)):
            if field.vocabulary == vocabulary and field.default == key and field.type is FieldType.TERM:
                return marked("A form takes it when nothing is chosen, so it stays. Its words can be changed.")
            rule = field.shown_if
            if rule and key in rule.values and kind.by_key[rule.field].vocabulary == vocabulary:
                return marked("Who sees a name depends on it, so it stays. Its words can be changed.")
    return ""


def _is_declared(library: Library, vocabulary: str, key: str) -> bool:
    declared = getattr(library.vocabularies, "declared", library.vocabularies)
    return key in declared[vocabulary].terms
