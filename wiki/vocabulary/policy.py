"""What stands against a change of a vocabulary, in plain words; no store, no web."""

from collections.abc import Iterator

from wiki.errors import Problem, marked
from wiki.kinds.terms import Term, Vocabulary
from wiki.kinds.vocabulary_file import TERM_KEY
from wiki.names import to_slug
from wiki.vocabulary.model import Words

LONGEST_LABEL = 80
LONGEST_TEXT = 500
MOST_NAMES = 30
MOST_TERMS = 2000


def key_from(label: str) -> str:
    """The key that a label suggests; "" when it holds no letter or digit of those that keys are made of."""
    key = to_slug(label, "").replace("-", "_")[:60].strip("_")
    return key if TERM_KEY.fullmatch(key) else ""


def key_problems(vocabulary: Vocabulary, key: str, own: str = "") -> Iterator[Problem]:
    """What stands against a new key; the term `own` may take back one that leads to it."""
    if not TERM_KEY.fullmatch(key):
        message = marked("Give an address of letters from a to z, digits and underscores, such as phone_bank.")
        yield Problem("key", message)
    elif key in vocabulary.terms:
        yield Problem("key", _taken(vocabulary.terms[key]), {"label": vocabulary.terms[key].label})
    elif key in vocabulary.moved and (not own or vocabulary.moved[key].to != own):
        label = vocabulary.label_of(vocabulary.moved[key].to)
        yield Problem("key", marked("This address leads to “%(label)s” for ever."), {"label": label})


def word_problems(vocabulary: Vocabulary, words: Words, own: str = "") -> Iterator[Problem]:
    """What stands against these words for a new term, or for the term `own`."""
    if not words.label:
        yield Problem("label", marked("Give the word itself."))
    elif len(words.label) > LONGEST_LABEL:
        yield Problem("label", marked("At most %(most)s characters fit."), {"most": LONGEST_LABEL})
    else:
        yield from _double(vocabulary, words, own)
    for name, text in (("definition", words.definition), ("example", words.example)):
        if len(text) > LONGEST_TEXT:
            yield Problem(name, marked("At most %(most)s characters fit."), {"most": LONGEST_TEXT})
    if len(words.also) > MOST_NAMES or any(len(name) > LONGEST_LABEL for name in words.also):
        limits = {"most": MOST_NAMES, "long": LONGEST_LABEL}
        yield Problem("also", marked("At most %(most)s names fit, each of at most %(long)s characters."), limits)
    yield from _parent(vocabulary, words.parent, own)
    if not own and len(vocabulary.terms) >= MOST_TERMS:
        yield Problem("label", marked("A list holds at most %(most)s words."), {"most": MOST_TERMS})


def merge_problem(vocabulary: Vocabulary, source: str, target: str) -> Problem | None:
    """What stands against making one term part of another."""
    if target in vocabulary.moved:
        led = vocabulary.label_of(vocabulary.moved[target].to)
        return Problem("into", marked("That word is part of “%(label)s” by now. Choose another."), {"label": led})
    if target not in vocabulary.terms:
        return Problem("into", marked("Choose the word that stays."))
    if target == source:
        return Problem("into", marked("A word cannot be merged with itself. Choose another."))
    if vocabulary.terms[target].is_retired:
        return Problem("into", marked("That word is no longer offered. Bring it back first, or choose another."))
    return None


def _double(vocabulary: Vocabulary, words: Words, own: str) -> Iterator[Problem]:
    wanted = _folded(words.label)
    for term in vocabulary.terms.values():
        if term.key == own:
            continue
        if _folded(term.label) == wanted:
            yield Problem("label", _taken(term), {"label": term.label})
            return
        if not own and any(_folded(name) == wanted for name in term.also):
            yield Problem("label", marked("This is another name of “%(label)s” already."), {"label": term.label})
            return


def _taken(term: Term) -> str:
    if term.is_retired:
        return marked("“%(label)s” was there before and is no longer offered. Bring it back instead.")
    return marked("“%(label)s” is in the list already.")


def _parent(vocabulary: Vocabulary, parent: str, own: str) -> Iterator[Problem]:
    if not parent:
        return
    if parent not in vocabulary.terms:
        yield Problem("parent", marked("Choose the word above it from the list."))
    elif own and vocabulary.is_below(parent, own):
        yield Problem("parent", marked("A word cannot stand below itself."))


def _folded(label: str) -> str:
    return to_slug(label, "") or label.strip().casefold()
