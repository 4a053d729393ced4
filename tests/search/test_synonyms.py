"""The field's words meet: one word finds pages that use another, and the reader is told."""

import pytest

from search.query import parse
from search.synonyms import Added, Synonyms

GROUPS = [
    ["central labor council", "labor council", "CLC"],
    ["union representative", "rep", "business agent"],
    ["email", "e-mail", "mailing"],
    ["text message", "texting", "SMS"],
    ["the", "of"],
]


def widened(text):
    query, added = Synonyms(GROUPS).widen(parse(text))
    clauses = [[" ".join(term.words) for term in clause.any] for clause in query.clauses]
    return clauses, added


def test_every_word_of_a_name_may_be_answered_by_another_name():
    clauses, added = widened("Central Labor Councils meet")
    assert clauses[0] == ["central", "labor council", "clc"]
    assert clauses[1][0] == "labor"
    assert clauses[2][0] == "councils"
    assert clauses[3] == ["meet"]
    assert added == (Added("central labor councils", ("labor council", "CLC")),)


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("clc", ("central labor council", "labor council")),
        ("our CLC's list", ("central labor council", "labor council")),
        ("reps", ("union representative", "business agent")),
        ("business agents", ("union representative", "rep")),
        ("e-mails", ("email", "mailing")),
        ("email", ("e-mail", "mailing")),
        ("texting members", ("text message", "SMS")),
    ],
)
def test_forms_case_and_hyphens_do_not_matter(typed, others):
    assert widened(typed)[1][0].others == others


@pytest.mark.parametrize(
    "typed", ['"business agent"', "busi*", "rep OR steward", "labor", "the council of elders", "-clc", ""]
)
def test_what_is_typed_exactly_or_is_no_name_stays(typed):
    assert widened(typed)[1] == ()


def test_the_longest_name_counts():
    assert [one.typed for one in widened("labor council business agent")[1]] == ["labor council", "business agent"]
