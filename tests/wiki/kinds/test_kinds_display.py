"""Readers see facts in words, know what is not stated, and never see a withheld name."""

from pathlib import Path

import pytest

from wiki.kinds import amounts
from wiki.kinds.declaration import load
from wiki.kinds.display import completeness, facts, outline, sections, visible_values
from wiki.kinds.model import Kind, Library

LIBRARY = load(Path(__file__).parents[3] / "content")
CASE = {
    "title": "One list",
    "org_type": "local_union",
    "org_name_shown": "withheld",
    "org_name": "Local 4711",
    "place": "Queens",
    "region": ["united_states"],
    "started_on": "2017-11",
    "ended_on": "2018-03",
    "tools_used": [{"tool": "facebook-groups", "outcome": "worked"}, {"tool": "Paper"}, {"tool": "paper"}],
    "cost_first_year": {"amount": 0, "currency": "USD"},
    "hours_per_week": 1,
    "hours_by": ["member_volunteer", "intern"],
    "outcome": "worked_partly",
    "starting_level": "1_starting",
    "what_failed": "Nobody kept it up.",
    "timeline": [{"when": "March 2018", "what": "It began", "turning_point": "yes"}],
    "sources": [{"title": "A paper", "url": "https://example.org"}],
}


def said(case: Kind, values: dict[str, object], label: str) -> str:
    shown = {fact.label: fact for fact in facts(case, LIBRARY, values, sees_all=False)}
    return "".join(part.before + part.text for part in shown[label].parts) if label in shown else "(no line)"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Organization type", "Local union"),
        ("Place", "Queens, United States"),
        ("When", "November 2017 to March 2018"),
        ("Tools", "facebook-groups, Paper"),
        ("First-year cost", "nothing"),
        ("Hours", "1 hour a week; Member volunteers, Interns"),
        ("Outcome", "Worked partly"),
        ("Size", ""),
        ("Cost to set up", "(no line)"),
        ("Organization", "(no line)"),
    ],
)
def test_facts_are_said_in_words(case: Kind, label: str, words: str) -> None:
    assert said(case, CASE, label) == words


def test_a_missing_start_still_makes_sense(case: Kind) -> None:
    assert said(case, {"ended_on": "2018-03"}, "When") == "until March 2018"


def test_facts_know_where_they_lead(case: Kind) -> None:
    shown = {fact.key: fact for fact in facts(case, LIBRARY, CASE, sees_all=False)}
    assert [(part.facet, part.term) for part in shown["place"].parts] == [("", ""), ("region", "united_states")]
    assert [(part.facet, part.term, part.page) for part in shown["tools_used"].parts] == [
        ("tool", "facebook-groups", "facebook-groups"),
        ("tool", "paper", "Paper"),
    ]
    assert (shown["outcome"].mark, shown["starting_level"].level) == ("worked_partly", "1_starting")
    assert not shown["members_band"].stated


def test_a_name_is_seen_only_when_it_may_be(case: Kind) -> None:
    assert "org_name" not in visible_values(case, CASE, sees_all=False)
    assert visible_values(case, CASE, sees_all=True)["org_name"] == "Local 4711"
    assert "org_name" in visible_values(case, {**CASE, "org_name_shown": "named"}, sees_all=False)
    unsaid = {key: value for key, value in CASE.items() if key != "org_name_shown"}
    assert "org_name" not in visible_values(case, unsaid, sees_all=False)
    assert "Local 4711" not in str(facts(case, LIBRARY, CASE, sees_all=False))
    assert "Local 4711" not in str(sections(case, LIBRARY, CASE, sees_all=False))
    assert "Local 4711" in str(facts(case, LIBRARY, CASE, sees_all=True))


def test_a_question_without_a_name_does_not_tell_the_organization(library: Library) -> None:
    question = library.kinds["question"]
    asked = {"title": "How?", "org_type": "worker_center"}
    assert "org_type" in visible_values(question, {**asked, "asked_as": "role_only"}, sees_all=False)
    assert "org_type" not in visible_values(question, {**asked, "asked_as": "no_name"}, sees_all=False)


def test_sections_come_in_order_with_both_twins(case: Kind) -> None:
    shown = sections(case, LIBRARY, CASE, sees_all=False)
    assert [(each.key, each.shown_as, each.twin) for each in shown] == [
        ("timeline", "line", False),
        ("results", "section", True),
        ("what_failed", "section", True),
        ("tools_used", "table", False),
        ("sources", "sources", False),
    ]
    assert (shown[1].heading, shown[1].text, shown[2].heading) == ("What worked", "", "What did not work")
    assert [(cell.key, cell.part.text) for cell in shown[0].rows[0]] == [
        ("when", "March 2018"),
        ("what", "It began"),
        ("turning_point", "Yes"),
    ]
    assert shown[3].rows[0][1].mark == "worked"
    assert shown[4].rows[0][1].part.url == "https://example.org"


def test_a_body_has_no_heading_and_short_texts_may_be_blocks(library: Library) -> None:
    page, step = library.kinds["page"], library.kinds["next_step"]
    assert [(each.key, each.heading) for each in sections(page, LIBRARY, {"body": "Text."}, sees_all=False)] == [
        ("body", "")
    ]
    shown = sections(step, LIBRARY, {"done_when": "It runs.", "cases": ["one-list"]}, sees_all=False)
    assert [(each.key, each.shown_as) for each in shown] == [("done_when", "block"), ("cases", "pages")]
    assert shown[1].pages[0].page == "one-list"


def test_what_is_missing_is_said_in_words(case: Kind) -> None:
    missing = completeness(case, CASE)
    assert "what it cost" not in missing
    assert "who decided" in missing
    assert "how many hours it took" in missing


def test_the_outline_counts_lists(case: Kind) -> None:
    shown = {each.label: each for each in outline(case, CASE)}
    assert (shown["What you did"].written, shown["What you did"].count) == (False, None)
    assert (shown["Tools used"].written, shown["Tools used"].count) == (True, 3)
    assert shown["Evidence"].count == 0


@pytest.mark.parametrize(
    ("money", "words"),
    [
        ({"amount": 500, "currency": "USD", "year": 2018, "estimate": True}, "$500 (2018, estimated)"),
        ({"amount": 1234.5, "currency": "USD"}, "$1,234.50"),
        ({"amount": 0, "currency": "USD", "year": 2018}, "nothing (2018)"),
        ({"amount": 20, "currency": "CAD"}, "CA$20"),
        ({"amount": 20, "currency": "SEK"}, "SEK 20"),
        ({"amount": 20, "currency": "XXX"}, "XXX 20"),
    ],
)
def test_money_is_said_in_words(library: Library, money: dict[str, object], words: str) -> None:
    assert str(amounts.money_words(money, library)) == words


def test_dates_and_numbers_are_said_in_words() -> None:
    assert amounts.month_words("2018-03") == "March 2018"
    assert amounts.month_words("2018-99") == "2018-99"
    assert amounts.date_words("2018-03-06") == "March 6, 2018"
    assert amounts.date_words("soon") == "soon"
    assert amounts.number_words(1200) == "1,200"
    assert amounts.number_words(2.5) == "2.5"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("1,200", 1200),
        ("$ 12.50", 12.5),
        ("12.0", 12),
        ("-1", None),
        ("1e9", None),
        ("1,2", None),
        ("٣", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: float | None) -> None:
    assert amounts.parse_number(typed) == number
