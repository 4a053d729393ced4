"""Search learns facets, parts and labels, and nothing that is withheld."""

import pytest

from wiki.kinds.indexing import aliases, facet_terms, facets, labels, parts
from wiki.kinds.model import Kind, Library

CASE = {
    "title": "One list",
    "summary": "Five became one.",
    "org_type": "local_union",
    "org_name": "Local 4711",
    "areas": ["email", "website"],
    "what_we_did": "We met.",
    "what_failed": "Nobody kept it up.",
    "tools_used": [{"tool": "Action Network", "purpose": "email"}, {"purpose": "lost"}],
    "evidence": [{"claim": "It grew", "kind": "document", "link": "https://example.org"}],
    "still_running": "yes",
    "hours_setup": 8,
}


def test_facets_hold_terms_slugs_and_bands(case: Kind) -> None:
    values = {**CASE, "cost_first_year": {"amount": 499.5, "currency": "USD"}}
    assert facet_terms(case, values) == {
        "org_type": ("local_union",),
        "area": ("email", "website"),
        "tool": ("action-network",),
        "still_running": ("yes",),
        "cost": ("1_499",),
        "setup": ("a_day",),
        "evidence": ("document",),
    }


@pytest.mark.parametrize(
    ("amount", "currency", "band"),
    [(0, "USD", ("0",)), (500, "USD", ("500_2499",)), (10**9, "USD", ("50k_plus",)), (500, "EUR", None)],
)
def test_costs_fall_into_bands(case: Kind, amount: int, currency: str, band: tuple[str, ...] | None) -> None:
    assert facet_terms(case, {"cost_first_year": {"amount": amount, "currency": currency}}).get("cost") == band


def test_parts_carry_their_key_heading_and_weight(case: Kind, library: Library) -> None:
    found = {part.key: part for part in parts(case, library, CASE)}
    assert (found["what_failed"].heading, found["what_failed"].weight) == ("What did not work", 2.0)
    assert found["tools_used"].text == "Action Network. email\nlost"
    assert "https" not in found["evidence"].text
    assert not {"title", "summary", "areas"} & set(found)


def test_nothing_withheld_is_indexed(case: Kind, library: Library) -> None:
    for shown in ("described", "withheld"):
        values = {**CASE, "org_name_shown": shown}
        assert "4711" not in f"{parts(case, library, values)}{facet_terms(case, values)}{labels(case, library, values)}"
    assert "4711" in str(parts(case, library, {**CASE, "org_name_shown": "named"}))
    question = library.kinds["question"]
    assert facet_terms(question, {"org_type": "local_union", "asked_as": "no_name"}) == {}


def test_labels_are_the_words_readers_see(case: Kind, library: Library) -> None:
    assert labels(case, library, CASE) == ("Local union", "Email", "Website")


def test_other_names_are_split(library: Library) -> None:
    assert aliases(library.kinds["tool"], {"aliases": "X, Twitter ,, tweets"}) == ("X", "Twitter", "tweets")
    assert aliases(library.kinds["page"], {"aliases": "X"}) == ()


def test_filters_have_labels_and_vocabularies(case: Kind, library: Library) -> None:
    offered = facets(library, case)
    assert [facet.name for facet in offered][:5] == ["org_type", "area", "tool", "level", "outcome"]
    assert [(facet.label, facet.vocabulary) for facet in offered][2:4] == [("Tool", ""), ("Level", "level")]
    everywhere = [facet.name for facet in facets(library)]
    assert len(everywhere) == len(set(everywhere))
    assert {"category", "track", "topic", "authority"} <= set(everywhere)
