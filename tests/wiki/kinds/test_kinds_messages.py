"""Translators get every word a declaration says to people, and no key."""

from io import BytesIO

from wiki.kinds.amounts import Phrase
from wiki.kinds.messages import extract, number_of

KIND = """\
label: Case study
path: cases
groups:
  - {key: quick, label: The quick part, hint: "  A few answers. "}
fields:
  - key: hours
    type: number
    label: Hours
    unit: hours a week
    unit_one: hour a week
    facet: area
    missing: how long it took
  - {key: when, type: month, label: "2018", prompt: ~}
facts:
  - {label: When, fields: [when], join: " to ", alone: "until "}
  - {label: Hours, fields: [hours], join: "; "}
"""


def test_what_a_declaration_says_is_taken_with_its_line() -> None:
    found = list(extract(BytesIO(KIND.encode()), (), (), {}))
    assert [(line, words) for line, _function, words, _comments in found] == [
        (1, "Case study"),
        (4, "The quick part"),
        (4, "A few answers."),
        (8, "Hours"),
        (9, "%(number)s hours a week"),
        (10, "%(number)s hour a week"),
        (12, "how long it took"),
        (15, "When"),
        (15, " to "),
        (15, "until "),
        (16, "Hours"),
    ]


def test_a_unit_may_hold_a_percent_sign() -> None:
    assert str(Phrase(number_of("% of members"), {"number": "5"})) == "5 % of members"
