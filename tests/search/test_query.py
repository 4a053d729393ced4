"""What people type becomes a query, whatever they type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.model import SORTS, Clause, Range, Term
from search.query import MAX_TERMS, MAX_TEXT, parse

ORG = ("org_type", ("central_labor_council",))


class Site:
    """A site that knows two facets and two numbers by name."""

    def terms(self, name, value):
        known = {("org", "clc"): ORG, ("org", "central labor council"): ORG, ("kind", "tool"): ("kind", ("tool",))}
        return known.get((name, value.lower()))

    def number(self, name):
        return {"cost": "cost", "hours": "hours", "since": "since", "before": "since"}.get(name, "")


def asked(text):
    return parse(text, fields=Site())


def shape(text):
    """The clauses of what was typed, each as its alternatives in words."""
    return [[" ".join(one.words) + "*" * one.prefix for one in clause.any] for clause in asked(text).clauses]


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("strike fund", [["strike"], ["fund"]]),
        ('"Central Labor Council" café', [["central labor council"], ["cafe"]]),
        ("“union hall” „guide“", [["union hall"], ["guide"]]),
        ('"union hall', [["union"], ["hall"]]),
        ("e-mail list", [["e mail", "email"], ["list"]]),
        ("text_bank", [["text bank", "textbank"]]),
        ("worker's workers' workers", [["worker"], ["workers"]]),
        ("don't", [["don t", "dont"]]),
        ("v2.0 phone/text", [["v2"], ["0"], ["phone"], ["text"]]),
        ("organi* or*", [["organi*"], ["or"]]),
        ("texting OR calling members", [["texting", "calling"], ["members"]]),
        ('texting OR "phone bank" OR e-mail', [["texting", "phone bank", "e mail", "email"]]),
        ("OR texting OR", [["texting"]]),
        ("or texting", [["or"], ["texting"]]),
        ("strike strike STRIKE", [["strike"]]),
        ("REQUIRE NOT title:x", [["require"], ["not"], ["title"], ["x"]]),
        ("http://example.org/a", [["http"], ["example"], ["org"], ["a"]]),
        ("(strike AND fund)", [["strike"], ["and"], ["fund"]]),
        ("  \t\n ", []),
        ("??? !!", []),
    ],
)
def test_what_is_typed_becomes_clauses(typed, clauses):
    assert shape(typed) == clauses


def test_minus_leaves_out_words_phrases_beginnings_and_terms():
    query = asked('vote -robocalls -"mass text" -auto* -kind:tool sign-up - list --x')
    assert query.excluded == (Term(("robocalls",)), Term(("mass", "text")), Term(("auto",), prefix=True))
    assert query.without == {"kind": ("tool",)}
    assert [one.typed for one in query.clauses] == [("vote",), ("sign", "up"), ("list",), ("x",)]


def test_names_that_the_site_knows_are_filters():
    query = asked('org:CLC kind:tool org:"Central Labor Council" kind:zebra')
    assert query.filters == {"org_type": ("central_labor_council",), "kind": ("tool",)}
    assert query.clauses == (Clause((Term(("kind",)),), ("kind",)), Clause((Term(("zebra",)),), ("zebra",)))


def test_typed_filters_join_those_that_were_chosen():
    query = parse("kind:tool", {"kind": ["how_to"]}, fields=Site())
    assert query.filters == {"kind": ("how_to", "tool")}


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("cost:<500", None, 499.999),
        ("cost:<=500", None, 500),
        ("cost:500", None, 500),
        ("cost:=500", 500, 500),
        ("cost:>$1,500", 1500.001, None),
        ("cost:>=1.5", 1.5, None),
        ("cost:500-100", 100, 500),
        ("cost:100..500", 100, 500),
        ("cost:>100 cost:<=500", 100.001, 500),
    ],
)
def test_ranges_of_money(typed, low, high):
    assert asked(typed).ranges == {"cost": Range(low, high)}


def test_years():
    assert asked("since:2018 before:2020").ranges == {"since": Range(2017.999, 2019.999)}
    assert asked("since:2018-07").ranges["since"].low == pytest.approx(2018.499)


@pytest.mark.parametrize(
    "typed", ["cost:<<", "cost:cheap", "since:soon", "hours:--", "cost:", "cost:1-2-3", "hours:1e9"]
)
def test_ranges_that_mean_nothing_are_words(typed):
    query = asked(typed)
    assert query.ranges == {}
    assert query.words[:1] == (typed.split(":")[0],)


def test_at_most_so_many_words_and_characters():
    query = parse(" ".join(f"w{n}" for n in range(10_000)))
    assert len(query.words) == MAX_TERMS
    assert len(query.text) <= MAX_TEXT


def test_a_long_question_loses_the_words_that_say_nothing_first():
    long = "how do we get our members to come to the union hall for a meeting about the strike fund and what would "
    query = parse(long + "you do if they do not have the time to be there when it is on so that we could vote")
    assert query.words == ("get", "members", "come", "union", "hall", "meeting", "about", "strike", "fund", "not",
                           "time", "vote")  # fmt: skip


def test_control_characters_and_lone_surrogates_are_dropped():
    assert parse("un\x00ion\ud800 \x1bhall\r\n").text == "union hall"


def test_decomposed_accents_meet_composed_ones():
    assert parse("cafe\u0301").words == parse("café").words == ("cafe",)


def test_filters_lose_empty_values_and_doubles():
    query = parse("", {"area": ["x", "", "x", "y\x00"], "tool": [], "level": ["\x00"]})
    assert query.filters == {"area": ("x", "y")}


def test_sort_page_and_size_are_brought_in_range():
    query = parse("x", sort="bogus", page=-4, size=10**9)
    assert (query.sort, query.page, query.size) == ("best", 1, 100)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300), st.integers(), st.integers(), st.text(max_size=9))
def test_never_raises_and_stays_in_bounds(text, page, size, sort):
    query = parse(text, {text: [text]}, sort, page, size, Site())
    counted = sum(len(clause.typed) for clause in query.clauses) + sum(len(out.words) for out in query.excluded)
    assert counted <= MAX_TERMS
    assert len(query.text) <= MAX_TEXT
    assert query.sort in SORTS
    query.text.encode()


MARKS = [
    '"',
    "-",
    " ",
    "union",
    "é",
    "“",
    '-"',
    "'",
    "*",
    "(",
    "\x00",
    "\u202e",
    "🙂",
    "_",
    "OR",
    "kind:",
    "cost:",
    "<",
    "9",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=60))
def test_any_mix_of_marks_is_understood_somehow(pieces):
    parse("".join(pieces), fields=Site())
    parse(" ".join(pieces), fields=Site())
