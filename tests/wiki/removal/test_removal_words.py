"""A name in every way texts may hold it, and what is left alone."""

import re

import pytest

from wiki.kinds.model import Field, FieldType, Kind
from wiki.removal.words import GONE, Words

ANA = Words("Ana  López")


@pytest.mark.parametrize(
    "text",
    [
        "Ana López", "ana lópez", "ANA LÓPEZ", "Ana\nLópez", "*Ana* **López**", "_Ana_ _López_", "Ana-López",
        "<p>Ana <em>López</em></p>", "Ana&nbsp;López", "Ana&#160;López", "/wiki/ana-lopez", "how-ana-lopez-texts",
        "Ana. López", "(Ana López)",
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(text: str) -> None:
    assert ANA.stands_in(text)
    assert not ANA.stands_in(ANA.out_of(text))
    assert re.search(r"\[name removed\]|name-removed", ANA.out_of(text))


@pytest.mark.parametrize(
    "text", ["Anabel López", "Ana Lopezia", "Ana and her friend López", "lana lópez", "ana_lopez_x"]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert ANA.out_of(text) == text


def test_an_apostrophe_is_found_as_html_writes_it() -> None:
    for text in ("O'Brien", "O’Brien", "O&#39;Brien", "O&#x27;Brien"):
        assert Words("O'Brien").out_of(text) == GONE


def test_a_mention_is_taken_out_whole() -> None:
    mention = Words("@ana", whole=True)
    assert mention.out_of("Ask @ana, not @ana-2 or me@ana") == f"Ask {GONE}, not @ana-2 or me@ana"


def test_what_is_chosen_from_a_list_is_no_name() -> None:
    field = Field("outcome", FieldType.TERM, "Outcome", vocabulary="outcome")
    tools = Field("tools", FieldType.RECORDS, "Tools", columns=(Field("tool", FieldType.PAGE, "Tool"), field))
    kind = Kind("k", "K", "Ks", "ks", "", (field, tools), (), by_key={"outcome": field, "tools": tools})
    words = Words("worked")
    values = {"outcome": "worked", "tools": [{"tool": "It worked", "outcome": "worked"}], "body": "It worked."}
    assert words.out_of_values(kind, values) == {
        "outcome": "worked",
        "tools": [{"tool": f"It {GONE}", "outcome": "worked"}],
        "body": f"It {GONE}.",
    }
    form = {"outcome": ["worked"], "tools.0.tool": ["worked"], "tools.0.outcome": ["worked"], "note": ["worked"]}
    assert words.out_of_form(kind, form) == {
        "outcome": ["worked"], "tools.0.tool": [GONE], "tools.0.outcome": ["worked"], "note": [GONE]
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["", " ", "..", "ab", "@!", "a b"])
def test_too_little_is_no_name(typed: str) -> None:
    assert not Words(typed).is_long_enough


@pytest.mark.parametrize("text", ["<" * 20000, "&a;" * 20000, "ana " * 20000, "ana<b>" * 10000, "_ " * 20000])
def test_hostile_texts_and_words_come_to_an_end(text: str) -> None:
    for words in (Words("ana " * 20), Words("(((((.*)+)+ [["), Words("ana")):
        assert not words.stands_in(words.out_of(text))
