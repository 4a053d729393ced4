"""What is offered while somebody types: pages, tools and topics under the reader's rights, and ways to narrow."""

from typing import Any

import pytest
from browsing_library import CANARY, case, index, write
from flask.testing import FlaskClient
from front_door import Site

from wiki.pages.shelves import Shelves
from wiki.rules.service import Rules

LISTED = '<h2><a href="/wiki/'  # a page in a list


def offered(client: FlaskClient, typed: str) -> list[tuple[str, str, list[str]]]:
    """Sort, heading and titles of each group."""
    groups = client.get("/search/suggest", query_string={"q": typed}).json["groups"]
    return [(one["sort"], one["label"], [item["title"] for item in one["items"]]) for one in groups]


def items(client: FlaskClient, typed: str, sort: str) -> list[dict[str, Any]]:
    groups = client.get("/search/suggest", query_string={"q": typed}).json["groups"]
    return [item for one in groups if one["sort"] == sort for item in one["items"]]


def test_tools_are_a_group_of_their_own_behind_other_pages(reader: FlaskClient) -> None:
    assert offered(reader, "sig") == [("tools", "Tools", ["Signal"])]
    groups = [one for one in offered(reader, "s") if one[0] != "topics"]
    assert groups[-1] == ("tools", "Tools", ["Signal"])  # though six other titles are no worse
    assert sum(len(titles) for _, _, titles in groups) == 6


@pytest.mark.parametrize(
    ("typed", "also"),
    [("worker", ""), ("Worker cen", ""), ("wroker", ""), ("workers' center", ""), ("CLC", "CLC"), ("labor cou", "")],
)
def test_a_term_leads_to_its_page_by_any_of_its_names_one_slip_forgiven(
    reader: FlaskClient, typed: str, also: str
) -> None:
    found = items(reader, typed, "topics")
    assert found, typed
    wanted = "central_labor_council" if also or "labor" in typed else "worker_center"
    first = next(one for one in found if one["url"] == f"/topics/org_type/{wanted}")
    assert reader.get(first["url"]).status_code == 200
    assert first["note"].startswith("Organization type")
    assert not also or first["note"].endswith(f"also {also}")


def test_terms_behind_other_words_lead_to_their_own_pages(reader: FlaskClient) -> None:
    assert offered(reader, "ballot mobile and te") == [("topics", "Topics", ["Mobile and text messages"])]
    (only,) = items(reader, "ballot mobile and te", "topics")
    assert only["url"] == "/topics/areas/mobile_text"
    assert reader.get(only["url"]).status_code == 200


def test_a_name_that_was_begun_offers_its_terms(reader: FlaskClient) -> None:
    assert offered(reader, "area:") == [
        ("narrow", "Narrow to", ["Website", "Mobile and text messages", "Member communication"])
    ]  # fmt: skip
    assert offered(reader, "ballot area:mob") == [
        ("narrow", "“ballot”, narrowed to", ["Mobile and text messages"])
    ]  # fmt: skip
    assert items(reader, 'stop org:"worker c', "narrow")[0]["url"] == "/search?q=stop&org_type=worker_center"
    assert items(reader, "talk tool:sig", "narrow")[0]["url"] == "/search?q=talk&tool=signal"
    assert offered(reader, "tool:zzz") == offered(reader, "nothing:we") == []


def test_kinds_are_completed_by_any_of_their_names(reader: FlaskClient) -> None:
    assert [one["title"] for one in items(reader, "kind:", "narrow")] == [
        "Case study", "How-to", "Tool", "Event", "Collection", "Page"
    ]  # fmt: skip
    for typed in ("kind:case", "kind:studies", 'kind:"case st', "kind:stduy"):
        assert items(reader, typed, "narrow") == [
            {"title": "Case study", "note": "Kind", "url": "/search?kind=case_study"}
        ], typed
    assert items(reader, "talk kind:too", "narrow")[0]["url"] == "/search?q=talk&kind=tool"
    assert items(reader, "ballot kind:too", "narrow") == []
    assert "case study" not in str(items(reader, "case st", "topics")).lower()  # a kind is no topic


@pytest.mark.parametrize(
    "typed",
    [
        "ballot {}", "texts {}", "stop {}", "talk kind:tool {}", "area:website {}", "ballot since:2030 {}",
        "-ballot {}", "zanzibar {}", '"old numbers" {}', "org:worker-center {}", "signal OR website {}",
    ],
)  # fmt: skip
def test_every_way_to_narrow_leads_somewhere_and_none_that_does_is_kept_back(library: Site, typed: str) -> None:
    for reader in (library.client(), library.client("member")):
        for name in ("area", "org", "kind", "tool", "outcome"):
            offers = {one["url"] for one in items(reader, typed.format(f"{name}:"), "narrow")}
            leading = {url for url in offers if LISTED in reader.get(url).text}
            assert offers == leading, typed
        asked = reader.get("/search", query_string={"q": typed.format("area:website")}).text
        assert bool(items(reader, typed.format("area:web"), "narrow")) == (LISTED in asked), typed


def test_what_is_known_of_words_follows_every_change(make_site: Any) -> None:
    site: Site = make_site()
    write(site, "case_study", "A site that stopped", **case(1, areas=["mobile_text"]))
    index(site)
    reader = site.client()
    assert [one["title"] for one in items(reader, "stopped area:", "narrow")] == ["Mobile and text messages"]
    other = write(site, "case_study", "A second site that stopped", **case(2, areas=["website"]))
    index(site)
    assert [one["title"] for one in items(reader, "stopped area:web", "narrow")] == ["Website"]
    site.service(Shelves).restrict(site.person("editor"), other, "members")
    index(site)
    assert items(reader, "stopped area:web", "narrow") == []
    assert items(site.client("member"), "stopped area:web", "narrow") != []


def test_terms_without_pages_are_not_offered_unless_they_are_about_people(reader: FlaskClient) -> None:
    assert items(reader, "phone bank", "topics") == []  # an area that no page carries
    assert items(reader, "retir", "topics") != []  # retirees: no page either, and looks like a small group


def test_unknown_and_other_are_no_topics(reader: FlaskClient) -> None:
    for typed in ("unknown", "other"):
        assert not {one["title"] for one in items(reader, typed, "topics")} & {"Unknown", "Other"}


def test_a_term_that_only_hidden_pages_carry_is_offered_to_those_who_see_one(make_site: Any) -> None:
    site: Site = make_site()
    hidden = write(site, "case_study", "A case for members", **case(1, areas=["website"], org_type="worker_center"))
    write(site, "case_study", "A case for all", **case(2))
    site.service(Shelves).restrict(site.person("editor"), hidden, "members")
    index(site)
    for typed in ("websi", "wesite", "case websi", "area:websi", "area:"):
        found = [one["title"] for sort in ("topics", "narrow") for one in items(site.client(), typed, sort)]
        assert "Website" not in found, typed
        seen = [one["title"] for sort in ("topics", "narrow") for one in items(site.client("member"), typed, sort)]
        assert "Website" in seen, typed
    for smallest in (3, 1):  # about people: a hidden page may not make the difference
        site.service(Rules).change(site.person("admin"), {"smallest_group": smallest})
        mine = [one["title"] for one in items(site.client(), "worker cent", "topics")]
        assert mine == (["Worker center"] if smallest == 3 else [])
    assert items(site.client("member"), "worker cent", "topics") != []


def test_pages_for_members_are_offered_to_no_one_else(library: Site) -> None:
    assert offered(library.client(), CANARY[:5]) == []
    assert offered(library.client("member"), CANARY[:5]) != []


def test_without_an_index_nothing_is_offered_and_nothing_breaks(make_site: Any) -> None:
    site: Site = make_site()
    site.page("Signal", by="editor")
    for typed in ("sig", "webs", "a area:web"):
        assert [one for sort in ("pages", "tools") for one in items(site.client(), typed, sort)] == []
