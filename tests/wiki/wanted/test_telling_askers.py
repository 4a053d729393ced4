"""Who asked is told once, when they may read it: accounts in their inbox, addresses by one letter after their yes."""

import re
from collections.abc import Callable, Iterator

import pytest
from front_door import Site, token
from post_office import PostOffice
from wanted_place import askers, editor

from auth.errors import TooMany
from auth.model import ANONYMOUS
from wiki.errors import Invalid
from wiki.pages.model import WITHHELD, Signature
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.wanted.service.askers import Askers
from wiki.wanted.service.wanting import WantedPages
from wiki.watching.inbox import Inbox

DAY = 24 * 3600
LINK = re.compile(r"http\S+(/wanted/told/\S+)")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def posted(make_site: Callable[..., Site], office: PostOffice) -> Site:
    """A site that sends letters."""
    return make_site(mail_url=office.url, mail_from="Fieldbook <post@example.org>")


def told(site: Site, name: str) -> list[tuple[str, str]]:
    """What of this stands in somebody's inbox."""
    site.work()
    lines = site.service(Inbox).part(site.person("member", name), 1).lines
    return [(line.title, line.who) for line in lines if line.what == "wanted.written"]


def link_of(office: PostOffice, number: int = -1) -> str:
    found = LINK.search(office.read()[number].get_content())
    assert found is not None
    return found.group(1)


def sure(site: Site, office: PostOffice, words: str, address: str) -> str:
    """An address asked and said yes; returns the path of its link."""
    site.service(Askers).ask(ANONYMOUS, words, address)
    site.work()
    link = link_of(office)
    assert site.client().post(link, data={"do": "yes"}).status_code == 200
    return link


def test_an_account_is_told_once_and_not_of_its_own_page(any_site: Site) -> None:
    for name in ("Ana", "Ben"):
        any_site.service(Askers).ask(any_site.person("member", name), "the strike fund")
        any_site.service(Askers).ask(any_site.person("member", name), "funds for strikes")  # the same again
    assert len(askers(any_site)) == 2
    any_site.page("Set up a phone tree")
    assert told(any_site, "Ana") == []
    values = {"title": "Set up a strike fund", "summary": "A page.", "body": "Words."}
    any_site.service(Pages).create(any_site.person("trainer", "Cora"), "page", values, "", Signature(WITHHELD))
    assert told(any_site, "Ana") == told(any_site, "Ben") == [("Set up a strike fund", "")]
    assert askers(any_site) == []
    any_site.page("Another strike fund")
    assert len(told(any_site, "Ana")) == 1


def test_whoever_wrote_it_knows(site: Site) -> None:
    cora = site.person("practitioner", "Cora")
    site.service(Askers).ask(cora, "strike fund")
    site.service(Pages).create(cora, "page", {"title": "Strike fund", "summary": "A page.", "body": "Words."})
    site.work()
    assert askers(site) == []
    assert [one.what for one in site.service(Inbox).part(cora, 1).lines if one.what == "wanted.written"] == []


def test_a_wanted_page_answers_all_its_searches(site: Site) -> None:
    site.service(Askers).ask(site.person("member", "Ana"), "hardship money")
    site.service(WantedPages).make(editor(site), "Strike funds", "", ["hardship money"])
    site.page("Strike funds")
    assert told(site, "Ana") == [("Strike funds", "")]


def test_a_hidden_page_is_told_to_nobody_who_may_not_read_it(posted: Site, office: PostOffice) -> None:
    posted.service(Askers).ask(posted.person("member", "Ana"), "zxq fund")
    sure(posted, office, "zxq fund", "jane@example.org")
    values = {"title": "Zxq fund", "summary": "A page.", "body": "Words."}
    slug = posted.service(Pages).create(editor(posted), "page", values, "").slug
    posted.service(Shelves).restrict(editor(posted), slug, "members", None)
    assert told(posted, "Ana") == [("Zxq fund", "")]
    assert not [letter for letter in office.read()[1:] if letter["To"] == "jane@example.org"]
    assert [one.address for one in askers(posted)] == ["jane@example.org"]
    posted.service(Shelves).restrict(editor(posted), slug, "public", None)
    posted.clock.pass_by(DAY)
    posted.work()
    assert office.read()[-1]["Subject"] == "Written now: Zxq fund"
    assert askers(posted) == []


def test_an_address_says_yes_and_gets_one_letter(posted: Site, office: PostOffice) -> None:
    link = sure(posted, office, "Strike fund!", "Jane@Example.org")
    (first,) = office.read()
    assert first["To"] == "jane@example.org"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in first["List-Unsubscribe"]
    assert "trike" not in first.get_content()  # what a stranger typed is not sent to an address that may be anybody's
    posted.page("Our strike fund")
    posted.work()
    letter = office.read()[1].get_content()
    assert "Our strike fund" in letter
    assert "/wiki/our-strike-fund" in letter
    assert "“Strike fund!”" in letter
    assert askers(posted) == []
    assert posted.client().get(link).status_code == 404
    posted.page("The second strike fund")
    posted.work()
    assert len(office.letters) == 2


def test_looking_at_the_link_does_nothing_and_one_click_forgets(posted: Site, office: PostOffice) -> None:
    posted.service(Askers).ask(ANONYMOUS, "strike fund", "jane@example.org")
    posted.work()
    link = link_of(office)
    answer = posted.client().get(link)
    assert "Shall we tell you?" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    posted.page("Strike fund")
    posted.work()
    assert len(office.letters) == 1  # without a yes there is nothing to tell
    assert posted.client().post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert askers(posted) == []
    assert posted.client().post(link).status_code == 404


def test_without_a_yes_the_address_is_gone_after_two_days_and_with_one_after_ninety(
    posted: Site, office: PostOffice
) -> None:
    posted.service(Askers).ask(ANONYMOUS, "strike fund", "unsure@example.org")
    sure(posted, office, "strike fund", "sure@example.org")
    posted.clock.pass_by(3 * DAY)
    posted.work()
    assert [one.address for one in askers(posted)] == ["sure@example.org"]
    posted.clock.pass_by(88 * DAY)
    posted.work()
    assert askers(posted) == []


def test_an_address_that_refuses_is_forgotten_and_one_that_is_busy_waits(posted: Site, office: PostOffice) -> None:
    sure(posted, office, "strike fund", "gone@example.org")
    sure(posted, office, "strike fund", "busy@example.org")
    office.refused = {"gone@": 550, "busy@": 450}
    posted.page("Strike fund")
    posted.work()
    assert [one.address for one in askers(posted)] == ["busy@example.org"]
    office.refused = {}
    posted.clock.pass_by(60)
    posted.work()
    assert askers(posted) == []
    assert office.read()[-1]["To"] == "busy@example.org"


def test_the_form_keeps_what_was_typed_and_tells_nobody_who_asked_before(posted: Site, office: PostOffice) -> None:
    client = posted.client()
    page = client.get("/wanted/tell?q=strike+fund").text
    assert 'value="strike fund"' in page
    assert "csrf_token" not in page
    for form, words in (
        ({"words": "strike fund", "address": "nobody"}, "Enter an e-mail address"),
        ({"words": "", "address": "jane@example.org"}, "Write what the page should be about."),
        ({"words": "jane@example.org", "address": "a@example.org"}, "without addresses and phone numbers"),
        ({"words": "strike fund", "address": "jane@example.org", "homepage": "x"}, "sent by a program"),
    ):
        answer = client.post("/wanted/tell", data=form)
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{form["words"]}"' in answer.text
    elsewhere = client.post("/wanted/tell", data={"words": "a b c"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 400
    assert askers(posted) == []
    good = {"words": "strike fund", "address": "jane@example.org"}
    first, again = (client.post("/wanted/tell", data=good) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (again.status_code, again.headers["Location"])
    assert len(askers(posted)) == 1
    for word in ("two", "three", "four", "five"):
        answer = client.post("/wanted/tell", data={"words": f"{word} more", "address": "jane@example.org"})
    assert answer.status_code == 429  # letters to one address, whoever asks for them


def test_an_account_needs_its_token_and_can_take_it_back(site: Site) -> None:
    ana = site.client("member", "Ana")
    assert ana.post("/wanted/tell", data={"words": "strike fund"}).status_code == 400
    kept = token(ana, "/wanted/tell?q=strike+fund")
    assert ana.post("/wanted/tell", data={"csrf_token": kept, "words": "strike fund"}).status_code == 303
    (asked,) = askers(site)
    assert "strike fund" in ana.get("/wanted").text
    ben = site.client("member", "Ben")
    ben.post("/wanted/tell/back", data={"csrf_token": token(ben, "/theme"), "number": str(asked.id)})
    assert len(askers(site)) == 1
    ana.post("/wanted/tell/back", data={"csrf_token": kept, "number": str(asked.id)})
    assert askers(site) == []


def test_without_mail_nobody_is_asked_for_an_address(site: Site) -> None:
    page = site.client().get("/wanted/tell?q=strike+fund").text
    assert "This site sends no letters." in page
    assert 'name="address"' not in page
    with pytest.raises(Invalid):
        site.service(Askers).ask(ANONYMOUS, "strike fund", "jane@example.org")


def test_addresses_without_a_yes_cannot_fill_the_disk(posted: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.wanted.service.askers.MOST_UNSURE", 2)
    for number in range(2):
        posted.service(Askers).ask(ANONYMOUS, "strike fund", f"jane{number}@example.org")
    with pytest.raises(TooMany):
        posted.service(Askers).ask(ANONYMOUS, "strike fund", "jane9@example.org")


def test_where_nothing_is_found_a_link_asks(site: Site) -> None:
    site.page()
    site.work()
    for path in ("/search?q=zxqnothing+here", "/search?q=texting+zxqnothing"):  # nothing at all, and most of it
        assert "/wanted/tell?q=" in site.client().get(path).text
    assert "/wanted/tell?q=" not in site.client().get("/search?q=texting").text
