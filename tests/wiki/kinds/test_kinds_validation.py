"""Values are refused in plain words: in drafts only for size and shape, before publishing for content too."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kind_values import values_of

from wiki.kinds.declaration import load
from wiki.kinds.model import Kind, Library
from wiki.kinds.validation import clean, is_address, problems

LIBRARY = load(Path(__file__).parents[3] / "content")
GOOD = {
    "title": "One list instead of five",
    "summary": "Five lists became one.",
    "org_type": "local_union",
    "org_name_shown": "described",
    "org_description": "A local of bus drivers",
    "areas": ["list_and_data"],
    "what_we_did": "1. We met.",
    "what_failed": "- Nobody kept it up.",
    "outcome": "worked_partly",
}


def fields(kind: Kind, values: dict[str, Any], publishing: bool = True) -> list[str]:
    return [problem.field for problem in problems(kind, LIBRARY, values, publishing=publishing)]


@pytest.mark.parametrize("key", sorted(LIBRARY.kinds))
def test_cleaning_twice_changes_nothing(key: str) -> None:
    kind = LIBRARY.kinds[key]

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values_of(kind, LIBRARY))
    def changes_nothing(values: dict[str, object]) -> None:
        assert clean(kind, LIBRARY, values) == values
        assert list(values) == [field.key for field in kind.fields if field.key in values]

    changes_nothing()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["amount", "tool", "year"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_json_is_answered_with_problems_and_never_raises(data: st.DataObject) -> None:
    kind = LIBRARY.kinds[data.draw(st.sampled_from(sorted(LIBRARY.kinds)))]
    sent = data.draw(st.dictionaries(st.sampled_from(sorted(kind.by_key)), junk, max_size=6))
    for publishing in (False, True):
        for problem in problems(kind, LIBRARY, clean(kind, LIBRARY, sent), publishing=publishing):
            assert problem.message % problem.params


def test_a_good_case_has_no_problems(case: Kind) -> None:
    assert fields(case, GOOD) == []


def test_a_draft_may_be_empty_and_a_page_may_not(case: Kind) -> None:
    assert fields(case, {}, publishing=False) == []
    assert sorted(fields(case, {})) == sorted(GOOD)


@pytest.mark.parametrize(
    ("key", "value", "draft_too"),
    [
        ("title", "x" * 91, True),
        ("title", ["A"], True),
        ("smallest_version", "x" * 601, True),
        ("areas", ["email", "website", "social_media", "mobile_text"], True),
        ("areas", ["gardening"], False),
        ("outcome", "triumph", False),
        ("started_on", "2018-13", False),
        ("started_on", "last year", False),
        ("hours_setup", -1, True),
        ("hours_setup", float("nan"), True),
        ("hours_setup", True, True),
        ("still_running", "maybe", True),
        ("cost_setup", {"amount": "much", "currency": "USD"}, True),
        ("cost_setup", {"amount": 5, "currency": "EGG"}, False),
        ("cost_setup", {"amount": 5, "currency": "USD", "year": 12}, True),
    ],
)
def test_what_is_wrong_is_bound_to_its_field(case: Kind, key: str, value: Any, draft_too: bool) -> None:
    values = clean(case, LIBRARY, {**GOOD, key: value})
    assert fields(case, values) == [key]
    assert fields(case, values, publishing=False) == ([key] if draft_too else [])


def test_records_name_the_row_and_the_column(case: Kind) -> None:
    rows = [{"title": "A paper", "url": "https://example.org"}, {"url": "javascript:alert(1)"}]
    assert fields(case, {**GOOD, "sources": rows}) == ["sources.1.title", "sources.1.url"]
    assert fields(case, {**GOOD, "sources": rows}, publishing=False) == []


def test_dates_are_real_days() -> None:
    how_to = LIBRARY.kinds["how_to"]
    found = fields(how_to, {"checked_on": "2026-02-30"})
    assert "checked_on" in found
    assert "checked_on" not in fields(how_to, {"checked_on": "2028-02-29"})


def test_one_of_several_is_enough() -> None:
    step = LIBRARY.kinds["next_step"]
    assert "how_to" in fields(step, {})
    assert "how_to" not in fields(step, {"cases": ["one-list"]})


def test_a_page_has_a_largest_size(case: Kind) -> None:
    long = {**GOOD, **dict.fromkeys(("situation", "results", "risks"), "ü" * 60_000)}
    found = problems(case, LIBRARY, long, publishing=False)
    assert [(each.field, each.params) for each in found] == [("title", {"size": 361, "most": 240})]
    rows = [{"title": "x" * 300, "url": "https://example.org/" + "x" * 400} for _ in range(30)]
    assert "short fields" in problems(case, LIBRARY, {**GOOD, "sources": rows}, publishing=False)[0].message


def test_text_is_made_plain(case: Kind, library: Library) -> None:
    sent = {
        "title": "  Cafe\u0301\x00 \ud800 one\r\ntwo ",
        "situation": "\r\n \r\n    code\r\rend \n\n",
        "areas": ["email", "", " email "],
        "hours_setup": 4.0,
        "cost_setup": {"amount": None, "currency": "USD"},
        "cost_first_year": {"amount": 0, "currency": "usd", "year": 2018.0, "estimate": False, "tip": 1},
        "sources": [{"title": " "}, {"title": "A", "extra": "x"}],
        "admin": True,
    }
    assert clean(case, library, sent) == {
        "title": "Café  one two",
        "areas": ["email"],
        "situation": "    code\n\nend",
        "cost_first_year": {"amount": 0, "currency": "USD", "year": 2018},
        "hours_setup": 4,
        "sources": [{"title": "A"}],
    }


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("mailto:someone@example.org", True),
        ("example.org", False),
        ("//example.org", False),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https://[", False),
        ("https://example.org:port", False),
        ("https://example.org/ x", False),
        ("mailto:nobody", False),
        ("https://example.org/\"onclick='x'", False),
    ],
)
def test_only_web_and_mail_addresses_are_safe(text: str, safe: bool) -> None:
    assert is_address(text) is safe
