"""A document gives back exactly the page it was written from, and says the line where it is broken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kind_values import values_of, words

from wiki.kinds.cleaning import clean
from wiki.kinds.declaration import load
from wiki.kinds.document import DocumentError, PageDocument, read, write
from wiki.kinds.front_matter import LARGEST

LIBRARY = load(Path(__file__).parents[3] / "content")
META = {"status": "published", "owner": "yes", "created": "2026-11-03", "revision": 7, "moved_from": ["1", "old-name"]}


@pytest.mark.parametrize("key", sorted(LIBRARY.kinds))
def test_every_kind_survives_writing_and_reading(key: str) -> None:
    kind = LIBRARY.kinds[key]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(values_of(kind, LIBRARY), st.sampled_from(({}, META)))
    def survives(values: dict[str, object], meta: dict[str, object]) -> None:
        text = write(kind, meta, values)
        assert read(text, LIBRARY) == PageDocument(key, meta, values)
        assert write(kind, meta, values) == text

    survives()


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_any_two_words_survive(title: str, summary: str) -> None:
    kind = LIBRARY.kinds["page"]
    values = clean(kind, LIBRARY, {"title": title, "summary": summary, "body": f"{title}\n\n    {summary}"})
    assert read(write(kind, {}, values), LIBRARY).values == values


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    for document in (text, f"---\n{text}\n---\n", f"---\nkind: tool\n{text}\n---\n{text}"):
        line, reason = refusal(document)
        assert 0 <= line <= document.count("\n") + document.count("\r") + 2
        assert bool(line) == bool(reason)


def refusal(document: str) -> tuple[int, str]:
    try:
        read(document, LIBRARY)
    except DocumentError as broken:
        return broken.line, broken.reason
    return 0, ""


CASE = "---\nkind: case_study\ntitle: A case\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "between two lines"),
        ("# A heading", 1, "between two lines"),
        ("---\nkind: poem\n---\n", 2, "no kind of page called `poem`"),
        (CASE + "colour: red\n---\n", 4, "`colour` is not a field of a case study"),
        (CASE + "title: Again\n---\n", 4, "says `title` twice"),
        (CASE + "areas: {email: 1}\n---\n", 4, "`areas` must be a list"),
        (CASE + "tools_used:\n  - tool: slack\n    price: 3\n---\n", 6, "`price` is not a column of `tools_used`"),
        (CASE + "tools_used: [slack]\n---\n", 4, "must be a mapping"),
        (CASE + "hours_setup: many\n---\n", 4, "`hours_setup` must be a number"),
        (CASE + "cost_setup: {amount: 5, tip: 1}\n---\n", 4, "unknown key `tip`"),
        (CASE + "situation: Long\n---\n", 4, "under a heading with {#situation}"),
        (CASE + "a: &x b\n---\n", 4, "alias"),
        (CASE + "areas: *x\n---\n", 4, "alias"),
        (CASE + "areas: [email\n---\n", 5, "expected ',' or ']'"),
        (CASE + "areas: " + "[" * 50 + "]" * 50 + "\n---\n", 4, "nested too deeply"),
        (CASE + "---\n\nLost words.\n", 6, "text before the first section"),
        (CASE + "---\n\n## A {#results}\n\nx\n\n## B {#results}\n", 10, "second time"),
        (CASE + "summary: " + "x" * LARGEST + "\n---\n", 1, "larger than 16 KB"),
    ],
)
def test_what_is_broken_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DocumentError) as broken:
        read(text, LIBRARY)
    assert words in broken.value.reason
    assert broken.value.line == line


def test_people_may_write_it_by_hand() -> None:
    text = (
        "---\r\nkind: case_study\r\ntitle: Yes\r\nstarted_on: 2017-11\r\nareas: email\r\n"
        "cost_first_year: {amount: 1,200, currency: usd, year: 2018}\r\n---\r\n## Whatever {#results}  \r\nIt grew.\r\n"
    ).replace("1,200", "1200")
    assert read(text, LIBRARY).values == {
        "title": "Yes",
        "areas": ["email"],
        "results": "It grew.",
        "started_on": "2017-11",
        "cost_first_year": {"amount": 1200, "currency": "USD", "year": 2018},
    }


def test_a_field_named_like_what_every_page_has_keeps_its_name() -> None:
    tool = LIBRARY.kinds["tool"]
    text = write(tool, {"status": "draft"}, {"title": "Slack", "status": "current"})
    assert "page_status: draft" in text
    assert read(text, LIBRARY) == PageDocument("tool", {"status": "draft"}, {"title": "Slack", "status": "current"})
