"""What nobody found, as editors see it: by meaning, nothing rare, nothing that is answered."""

import pytest
from front_door import Site, token
from wanted_place import editor, found, rows, search

from auth.audit import AuditEntry
from auth.errors import Forbidden
from storage.database import Database
from wiki.kinds.model import Library
from wiki.rules.service import Rules
from wiki.wanted.service.askers import Askers
from wiki.wanted.service.counting import Counting
from wiki.wanted.service.groups import Groups
from wiki.wanted.service.meaning import Meaning
from wiki.wanted.service.wanting import WantedPages


def meaning(site: Site, *groups: tuple[str, ...]) -> Meaning:
    return Meaning(site.service(Library), groups)


def test_words_of_one_meaning_have_one_key(site: Site) -> None:
    same = meaning(site, ("business agent", "rep"), ("rep", "union representative"))
    for texts in (
        ("Strike funds", "the strike fund", "fund for striking"),
        ("rep training", "training a business agent", "union representatives: training"),
        ("organisation", "organizing"),
        ("the and of", "of the and"),
    ):
        assert len({same.key(text) for text in texts}) == 1, texts
    assert same.key("strike fund") != same.key("strike")
    assert same.parts("a rep's strike") >= same.parts("business agent")


def test_groups_are_made_when_somebody_looks(any_site: Site) -> None:
    search(any_site, "strike fund", "fund for strikes", people=2)
    search(any_site, "striking funds", people=2, start=5)
    any_site.clock.pass_by(24 * 3600)
    search(any_site, "strike funds")
    search(any_site, "phone tree", people=3, found=True)
    search(any_site, "seldom asked", people=2)
    seen = found(any_site)
    assert [(one.words, one.others, one.asked) for one in seen.groups] == [("strike fund", ("strike funds",), 5)]
    assert (seen.rare, seen.smallest) == (1, 3)
    assert seen.counts == {"nothing": 1, "unopened": 1}
    assert [one.words for one in found(any_site, "unopened").groups] == ["phone tree"]


def test_a_search_after_which_pages_are_opened_is_no_news(site: Site) -> None:
    search(site, "phone tree", people=4, found=True)
    site.service(Counting).opened("phone trees", "192.0.2.9")
    site.service(Counting).flush()
    assert found(site, "unopened").groups == []


def test_the_smallest_group_is_the_house_rules(site: Site) -> None:
    search(site, "strike fund", people=2)
    assert found(site).groups == []
    site.service(Rules).change(site.person("admin"), {"smallest_group": 2})
    assert [one.words for one in found(site).groups] == ["strike fund"]


def test_what_is_wanted_already_leaves_the_list_and_who_waits_is_counted(any_site: Site) -> None:
    search(any_site, "strike fund", "phone tree", people=3)
    any_site.service(Askers).ask(any_site.person("member"), "funds for a strike")
    seen = found(any_site)
    assert [(one.words, one.waiting) for one in seen.groups] == [("strike fund", 1), ("phone tree", 0)]
    number = any_site.service(WantedPages).make(editor(any_site), "Money while on strike", "", ["strike fund"])
    assert [one.words for one in found(any_site).groups] == ["phone tree"]
    any_site.service(WantedPages).drop(editor(any_site), number)
    assert len(found(any_site).groups) == 2


def test_what_is_found_by_now_says_so(site: Site) -> None:
    search(site, "vote before members", people=3)
    assert [one.is_found for one in found(site).groups] == [False]
    site.page()
    site.work()
    assert [one.is_found for one in found(site).groups] == [True]


def test_a_search_can_be_forgotten_and_the_log_does_not_say_it(any_site: Site) -> None:
    search(any_site, "zxqjane zxqdoe", "doe of zxqjane zxqdoe", "phone tree", people=3)
    assert any_site.service(Groups).forget(editor(any_site), ["zxqdoe zxqjane"]) == 1
    assert {row[0] for row in rows(any_site)} == {"doe of zxqjane zxqdoe", "phone tree"}
    with any_site.service(Database).read() as session:
        last = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert last is not None
        assert (last.action, last.subject, last.detail) == ("searches.forgotten", "", {"groups": 1})


def test_nobody_below_editors_sees_it(site: Site) -> None:
    groups = site.service(Groups)
    for role in ("member", "practitioner", "trainer"):
        for deed in (groups.found, lambda who: groups.forget(who, ["x"])):
            with pytest.raises(Forbidden):
                deed(site.person(role))


def test_the_page_leads_from_searches_to_a_wanted_page(site: Site) -> None:
    search(site, "strike fund", "hardship fund", people=3)
    client = site.client("editor")
    assert "hardship fund" in client.get("/wanted/searches").text
    kept = token(client, "/wanted/searches")
    assert client.post("/wanted/searches", data={"csrf_token": kept}).status_code == 422
    chosen = {"csrf_token": kept, "words": ["strike fund", "hardship fund"], "do": "make"}
    answer = client.post("/wanted/searches", data=chosen)
    assert answer.headers["Location"] == "/wanted/new?words=strike+fund&words=hardship+fund"
    form = client.get(answer.headers["Location"]).text
    assert 'value="Strike fund"' in form
    sent = {"csrf_token": kept, "title": "Money while on strike", "words": ["strike fund", "hardship fund"]}
    assert client.post("/wanted/new", data=sent).status_code == 303
    assert "Money while on strike" in site.client().get("/wanted").text
    assert "hardship fund" not in site.client().get("/wanted").text
    assert "hardship fund" not in client.get("/wanted/searches").text
    search(site, "picket songs", people=3)
    number = site.service(WantedPages).cards(editor(site))[0].id
    more = {"csrf_token": kept, "words": "picket songs", "into": str(number)}
    assert client.post("/wanted/new", data=more).status_code == 303
    assert "picket songs" in client.get(f"/wanted/{number}").text


def test_switched_off_the_page_says_so(site: Site) -> None:
    search(site, "strike fund", people=3)
    site.service(Rules).change(site.person("admin"), {"keep_searches": False})
    page = site.client("editor").get("/wanted/searches").text
    assert "Searches are not counted here." in page
    assert "strike fund" not in page
