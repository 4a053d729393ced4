"""Searches are counted by meaning and day, of nobody in particular, and what is personal or made up is not."""

import json
import threading

import pytest
from front_door import Site
from sqlalchemy import select
from wanted_place import BROWSER, rows, search

from storage.database import Base, Database
from wiki.rules.service import Rules
from wiki.wanted import policy
from wiki.wanted.service import counting
from wiki.wanted.service.counting import Counting

AGENT = {"User-Agent": BROWSER}


def test_one_meaning_is_one_row_a_day(any_site: Site) -> None:
    search(any_site, "Strike funds", "the strike fund", "fund for strikes", people=2)
    assert rows(any_site) == [("strike funds", 6 // 3, 2, 0)]  # the same two people each time
    search(any_site, "strike fund", start=7, found=True)
    assert rows(any_site) == [("strike funds", 3, 2, 0)]
    any_site.clock.pass_by(24 * 3600)
    search(any_site, "strike fund", people=2)
    assert rows(any_site) == [("strike fund", 2, 2, 0), ("strike funds", 3, 2, 0)]


PERSONAL = (
    "jane@example.org", "call 555 0100 22", "+1 (212) 555-0100", " ".join(["word"] * 13), "w" * 201,
    "https://example.org/x", "-only", "organi*", "kind:case_study", "cost:<500 texting", "a", "??", "",
)  # fmt: skip


def test_what_looks_personal_or_is_narrowed_is_not_kept(site: Site) -> None:
    for text in PERSONAL:
        search(site, text, people=3)
        assert rows(site) == [], text


def test_a_search_on_the_site_is_counted_once_a_person(any_site: Site) -> None:
    any_site.page()
    any_site.work()
    for _ in range(3):
        any_site.client().get("/search?q=zxq+hardship", headers=AGENT)
    any_site.client("member").get("/search?q=zxq+hardships", headers=AGENT)
    for more in ("&page=2", "&org_type=worker_center", "&cost_to=5", "&sort=newest"):
        any_site.client().get(f"/search?q=hardship+zxq{more}", headers=AGENT)
    any_site.client().get("/search?q=other", headers={"User-Agent": "Googlebot/2.1"})
    any_site.client().get("/search?q=other", headers={"User-Agent": "curl/8"})
    any_site.client().get("/search?q=other", headers={**AGENT, "Sec-Purpose": "prefetch"})
    any_site.client().get("/search?q=other", headers={**AGENT, "Referer": "http://localhost/wanted/searches"})
    any_site.client().get("/search/suggest?q=oth", headers=AGENT)
    any_site.client().get("/search.json?q=other", headers=AGENT)
    any_site.service(Counting).flush()
    assert rows(any_site) == [("zxq hardship", 2, 2, 0)]


def test_what_is_opened_from_a_search_is_noticed_before_the_cache(site: Site) -> None:
    slug = site.page()
    site.work()
    client, came = site.client(), {**AGENT, "Referer": "http://localhost/search?q=texting+members&page=2"}
    client.get("/search?q=texting+members", headers=AGENT)
    client.get(f"/wiki/{slug}", headers=AGENT)  # now it is kept
    for _ in range(2):
        assert client.get(f"/wiki/{slug}", headers=came).status_code == 200
    site.service(Counting).flush()
    assert rows(site) == [("texting members", 1, 0, 1)]


CAME = (
    ("/wiki/texting-members-before-a-vote", "http://elsewhere.example/search?q=zxq"),
    ("/wiki/texting-members-before-a-vote", "http://localhost/wiki/other?q=zxq/search"),
    ("/wiki/texting-members-before-a-vote/history", "http://localhost/search?q=zxq"),
    ("/wiki/texting-members-before-a-vote", "http://[/search?q=zxq"),
    ("/wiki/texting-members-before-a-vote", "http://localhost/search?q=%ff%00&q=jane@example.org"),
    ("/tools", "http://localhost/search?q=zxq"),
)


def test_whatever_a_browser_says_it_came_from_the_page_is_answered(site: Site) -> None:
    site.page()
    for path, came in CAME:
        assert site.client().get(path, headers={**AGENT, "Referer": came}).status_code == 200
        site.service(Counting).flush()
        assert rows(site) == [], came


def test_nothing_of_a_person_is_written_down(site: Site) -> None:
    site.page()
    site.work()
    client = site.client("member", "Zxqmember")
    client.get(
        "/search?q=zxq+words", headers={"User-Agent": f"{BROWSER} zxqagent"}, environ_base={"REMOTE_ADDR": "192.0.2.77"}
    )
    site.service(Counting).flush()
    with site.service(Database).read() as session:
        kept = session.execute(select(Base.metadata.tables["asked"])).mappings().all()
    assert [set(one) for one in kept] == [{"id", "day", "key_hash", "words", "asked", "in_vain", "opened"}]
    written = json.dumps([dict(one) for one in kept], default=str)
    assert not any(word in written for word in ("192.0.2", "zxqagent", "Zxqmember", "12:"))


def test_one_person_and_one_day_cannot_fill_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_EACH", 5)
    monkeypatch.setattr(counting, "MOST_A_DAY", 12)
    search(site, *(f"zxq{chr(97 + n)}{chr(97 + n)}x" for n in range(9)))
    assert len(rows(site)) == 5
    for person in range(1, 6):
        search(site, *(f"vyq{chr(97 + person)}{chr(97 + n)}x" for n in range(4)), start=person)
    assert len(rows(site)) == 12
    search(site, "zxqaax", start=50)
    assert ("zxqaax", 2, 2, 0) in rows(site)  # what is there already goes on being counted


def test_two_servers_add_to_the_same_rows(any_site: Site) -> None:
    texts = [f"zxq{chr(97 + n)}{chr(110 - n)}" for n in range(8)]

    def serve(order: list[str], start: int) -> None:
        other = any_site.service(Counting)
        mine = Counting(
            other._database, other._rules, other._meaning, other._fields, other._clock, b"k" * 32
        )  # fmt: skip
        for person in range(start, start + 5):
            for text in order:
                mine.note(text, f"192.0.2.{person}", found=False)
            mine.flush()

    servers = [threading.Thread(target=serve, args=(order, n * 10)) for n, order in enumerate((texts, texts[::-1]))]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert rows(any_site) == sorted((text, 10, 10, 0) for text in texts)


def test_admins_can_switch_it_off_and_all_is_gone(any_site: Site) -> None:
    search(any_site, "strike fund", people=3)
    any_site.service(Rules).change(any_site.person("admin"), {"keep_searches": False})
    search(any_site, "strike fund", people=3, start=10)
    assert rows(any_site) == []
    any_site.service(Rules).change(any_site.person("admin"), {"keep_searches": True})
    search(any_site, "strike fund", start=20)
    assert rows(any_site) == [("strike fund", 1, 1, 0)]


def test_ninety_days_later_it_is_gone(any_site: Site) -> None:
    search(any_site, "strike fund")
    any_site.clock.pass_by(89 * 24 * 3600)
    any_site.work()
    search(any_site, "strike fund", start=1)
    assert len(rows(any_site)) == 2
    any_site.clock.pass_by(24 * 3600)
    any_site.work()
    assert len(rows(any_site)) == 1
    any_site.clock.pass_by(90 * 24 * 3600)
    any_site.work()
    assert rows(any_site) == []


@pytest.mark.parametrize(
    ("agent", "program"),
    [(BROWSER, False), ("", True), ("curl/8.1", True), ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
     ("python-requests/2", True), ("Mozilla/5.0 HeadlessChrome/120", True)],
)  # fmt: skip
def test_programs_that_say_so_are_not_counted(agent: str, program: bool) -> None:
    assert policy.is_program(agent) is program


def test_a_search_is_answered_even_if_it_cannot_be_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page()
    site.work()
    monkeypatch.setattr(Counting, "note", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(Counting, "opened", lambda *_: 1 / 0)
    assert site.client().get("/search?q=texting", headers=AGENT).status_code == 200
    came = {**AGENT, "Referer": "http://localhost/search?q=texting"}
    assert site.client().get("/wiki/texting-members-before-a-vote", headers=came).status_code == 200
    monkeypatch.setattr(Counting, "flush", lambda _: 1 / 0)
    site.service(Counting).stop()
