"""A form shows every value and gives back the same one; what was typed is never lost; nothing undeclared gets in."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kind_values import values_of, words

from wiki.kinds.declaration import load
from wiki.kinds.forms import form_rows, read_form, to_raw
from wiki.kinds.model import Kind, Library

LIBRARY = load(Path(__file__).parents[3] / "content")


@pytest.mark.parametrize("key", sorted(LIBRARY.kinds))
def test_a_form_gives_back_the_values_it_shows(key: str) -> None:
    kind = LIBRARY.kinds[key]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values_of(kind, LIBRARY))
    def gives_back(values: dict[str, object]) -> None:
        reading = read_form(kind, LIBRARY, to_raw(kind, values))
        assert reading.values == values
        assert reading.problems == ()
        assert form_rows(kind, LIBRARY, values) == form_rows(kind, LIBRARY, {}, raw=reading.raw)

    gives_back()


def names(kind: Kind) -> list[str]:
    shown = [field for group in form_rows(kind, LIBRARY, {}) for field in group.inputs]
    inner = [each.name for field in shown for each in (*field.parts, *(i for row in field.rows for i in row.inputs))]
    return [field.name for field in shown] + inner


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_hostile_forms_never_break(data: st.DataObject) -> None:
    kind = LIBRARY.kinds[data.draw(st.sampled_from(sorted(LIBRARY.kinds)))]
    known = st.sampled_from([*names(kind), "sources.99999999.url", "sources.-1.url", "sources.7.url", "kind", "owner"])
    form = data.draw(st.dictionaries(known | words, st.lists(words, max_size=3), max_size=12))
    values, problems, raw = read_form(kind, LIBRARY, form)
    assert set(values) <= set(kind.by_key)
    assert form_rows(kind, LIBRARY, values, raw, problems)


def test_what_is_no_field_is_ignored(case: Kind, library: Library) -> None:
    form = {"title": ["A"], "owner": ["me"], "status": ["published"], "sources.0.secret": ["x"]}
    assert read_form(case, library, form).values == {"title": "A"}


def test_what_cannot_be_understood_stays_in_the_form(case: Kind, library: Library) -> None:
    form = {"hours_setup": ["lots"], "cost_setup.amount": ["1,200.50"], "cost_setup.year": ["long ago"]}
    values, problems, raw = read_form(case, library, form)
    assert values == {"cost_setup": {"amount": 1200.5, "currency": "USD"}}
    assert [problem.field for problem in problems] == ["cost_setup", "hours_setup"]
    shown = {field.key: field for group in form_rows(case, library, values, raw, problems) for field in group.inputs}
    assert shown["hours_setup"].value == "lots"
    assert shown["hours_setup"].problems[0].params == {"text": "lots"}
    assert [part.value for part in shown["cost_setup"].parts] == ["1,200.50", "USD", "long ago", ""]


def test_rows_may_have_gaps_and_blanks(case: Kind, library: Library) -> None:
    form = {
        "tools_used.7.tool": ["Slack"],
        "tools_used.2.tool": ["signal"],
        "tools_used.2.still_used": ["yes"],
        "tools_used.3.tool": ["  "],
        "tools_used.3.purpose": [""],
    }
    values, problems, raw = read_form(case, library, form)
    assert values == {"tools_used": [{"tool": "signal", "still_used": "yes"}, {"tool": "Slack"}]}
    assert not problems
    shown = {field.key: field for group in form_rows(case, library, values, raw) for field in group.inputs}
    assert [row.inputs[0].value for row in shown["tools_used"].rows] == ["signal", "Slack", ""]
    assert [row.blank for row in shown["tools_used"].rows] == [False, False, True]
    assert shown["sources"].rows[0].blank
    assert len(shown["sources"].rows) == 2


def test_too_many_rows_are_named_and_kept(case: Kind, library: Library) -> None:
    form = {f"timeline.{row}.what": ["It happened"] for row in range(30)}
    values, problems, raw = read_form(case, library, form)
    assert len(values["timeline"]) == 30
    assert problems[0].params == {"most": 12, "count": 30}
    assert len(form_rows(case, library, values, raw, problems)[1].inputs) > 5


def test_the_quick_form_asks_little_and_in_the_second_person(case: Kind, library: Library) -> None:
    groups = form_rows(case, library, {}, quick=True)
    assert [field.key for group in groups for field in group.inputs] == [
        *("title", "summary", "org_type", "org_name_shown", "org_description", "areas", "outcome"),
        *("what_we_did", "what_failed"),
    ]
    shown = {field.key: field for group in groups for field in group.inputs}
    assert shown["what_we_did"].label == "What you did"
    assert shown["what_we_did"].widget == "section"
    assert shown["title"].max_length == 90
    assert shown["title"].id == "f-title"
    assert [(each.value, each.chosen) for each in shown["org_name_shown"].options] == [
        *(("named", False), ("described", True), ("withheld", False)),
    ]


def test_a_term_the_vocabulary_lost_stays_chosen(case: Kind, library: Library) -> None:
    groups = form_rows(case, library, {"outcome": "triumph"})
    outcome = next(field for group in groups for field in group.inputs if field.key == "outcome")
    assert [each.value for each in outcome.options if each.chosen] == ["triumph"]


def test_problems_stand_beside_their_field(case: Kind, library: Library) -> None:
    values = {"sources": [{"title": "A paper", "url": "javascript:alert(1)"}]}
    from_form = read_form(case, library, to_raw(case, values))
    assert from_form.values == values


def test_a_row_stays_short_and_long_choices_are_marked(case: Kind, library: Library) -> None:
    values = {"timeline": [{"when": "2018", "what": "It began", "turning_point": "yes"}]}
    shown = {field.key: field for group in form_rows(case, library, values) for field in group.inputs}
    turning = shown["timeline"].rows[0].inputs[2]
    assert (turning.widget, [each.value for each in turning.options if each.chosen]) == ("select", ["yes"])
    assert shown["still_running"].widget == "yesno"
    assert shown["tactics"].many
    assert not shown["areas"].many
