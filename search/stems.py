"""Stems: what word forms, and US and UK spelling, have in common; the stemmer is the one Whoosh ships."""

import re
from functools import lru_cache

from search.analysis import STOP_WORDS
from search.whoosh_analysis import english

# Only endings that are spelled in two ways; both sides go through here, so a word that never was British does no harm.
_ENDINGS = (
    (re.compile(r"(?<=\w{3})isation(s?)$"), r"ization\1"),
    (re.compile(r"(?<=\w{3})is(e|es|ed|er|ers|ing)$"), r"iz\1"),
    (re.compile(r"(?<=\w{3})ys(e|es|ed|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=\w{3})our(s|ed|ing|ite|ites|able|al|er|ers|hood|hoods)?$"), r"or\1"),
    (re.compile(r"(?<=\w{2})tre(s?)$"), r"ter\1"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
    (re.compile(r"(?<=\w{2})logue(s?)$"), r"log\1"),
)
_WORDS = {"licence": "license", "licences": "licenses", "defence": "defense", "offence": "offense", "cheque": "check",
          "cheques": "checks", "grey": "gray", "enrol": "enroll", "enrolment": "enrollment", "fulfil": "fulfill",
          "whilst": "while", "judgement": "judgment"}  # fmt: skip


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a folded word; empty for a stop word. Words that are not plain English letters stay as they are."""
    if word in STOP_WORDS:
        return ""
    return english(american(word)) if word.isascii() and word.isalpha() else word


def american(word: str) -> str:
    """A folded word in US spelling."""
    if word in _WORDS:
        return _WORDS[word]
    for ending, instead in _ENDINGS:
        spelled, changed = ending.subn(instead, word)
        if changed:
            return spelled
    return word
