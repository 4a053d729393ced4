"""What is said about a page is found under it, by whoever may read both, and by nobody else in any form."""

import re
from collections.abc import Callable

from front_door import Site
from sqlalchemy import insert

from storage.database import Database
from wiki.pages.shelves import Shelves
from wiki.removal.service import Removals
from wiki.talk.model import NAMED, Added, Comment, Signature, Words
from wiki.talk.service.comments import Comments
from wiki.talk.service.finding import MOST
from wiki.talk.service.finding import parts as finding_parts
from wiki.talk.service.order import Order
from wiki.talk.service.sweeping import Sweeping

Say = Callable[..., Added]
CANARY = "zqxlotl"
ROLES = ("reader", "member", "editor")


def finding(site: Site, word: str = CANARY) -> set[str]:
    """The roles who find a page by the word, or are told the word when they typed another."""
    site.work()
    found = set()
    for role in ROLES:
        client = site.client(role)
        told = client.get(f"/search.json?typed=1&q={word}").json or {}
        if told["total"] or "From the talk" in client.get(f"/search?typed=1&q={word}").text:
            found.add(role)
        slip = f"{word[:-2]}{word[-1]}{word[-2]}"
        for address in (
            f"/search?q={slip}",
            f"/search?q={word[:5]}*",
            "/search.csv?q=word",
            f"/search/suggest?q={slip}",
        ):
            if word in client.get(address).text:
                found.add(role)
    return found


def test_a_comment_is_found_under_its_page_and_leads_to_itself(any_site: Site, say: Say) -> None:
    slug, editor = any_site.page(), any_site.person("editor")
    first = say(editor, slug, f"We asked **{CANARY}** twice.").id
    reply = say(editor, slug, "It answered with a haiku.", first).id
    any_site.work()
    reader = any_site.client()
    for typed, number in ((CANARY, first), ("asked twice", first), ("haiku", reply), ('"answered with"', reply)):
        page = reader.get("/search", query_string={"q": typed}).text
        assert f'<a href="/wiki/{slug}/talk/{number}">From the talk</a>' in page
        assert len(re.findall("<h2><a href", page)) == 1
    leads = reader.get(f"/wiki/{slug}/talk/{reply}", follow_redirects=True)
    assert leads.request.path == f"/wiki/{slug}/talk"
    assert f'id="c-{reply}"' in leads.text
    assert "<mark>" in reader.get(f"/search?q={CANARY}").text


def test_the_pages_own_words_lead_those_said_about_it(any_site: Site, say: Say) -> None:
    said, own = any_site.page("One page"), any_site.page("Another", body="A llama stands here, among other words.")
    say(any_site.person("editor"), said, "A llama stands here, among other words.")
    any_site.work()
    found = re.findall(r'<h2><a href="/wiki/([^"]*)"', any_site.client().get("/search?q=llama").text)
    assert found == [own, said]


def test_what_others_do_not_read_is_found_by_nobody(any_site: Site, say: Say) -> None:
    slug, new, editor = any_site.page(), any_site.person("member", "New"), any_site.person("editor")
    order, comments = any_site.service(Order), any_site.service(Comments)
    number = say(new, slug, f"A word: {CANARY}.").id
    assert finding(any_site) == set()  # it waits
    order.show(editor, slug, number)
    assert finding(any_site) == set(ROLES)
    order.hide(editor, slug, number, "Not here")
    assert finding(any_site) == set()
    order.show(editor, slug, number)
    comments.edit(new, slug, number, Words("Another word: zqyother.", signature=Signature(NAMED)))
    assert finding(any_site) == set()
    assert finding(any_site, "zqyother") == set(ROLES)
    comments.withdraw(new, slug, number)
    assert finding(any_site, "zqyother") == set()


def test_talk_on_a_page_for_members_is_found_by_members(any_site: Site, say: Say) -> None:
    slug, editor = any_site.page(), any_site.person("editor")
    say(editor, slug, f"A word: {CANARY}.")
    any_site.service(Shelves).restrict(editor, slug, "members")
    assert finding(any_site) == set(ROLES) - {"reader"}


def test_what_was_removed_for_good_or_swept_away_is_not_found(any_site: Site, say: Say) -> None:
    slug, editor, admin = any_site.page(), any_site.person("editor"), any_site.person("admin")
    number = say(editor, slug, f"A word: {CANARY}.").id
    other = say(editor, slug, "A word: zqyother.").id
    assert finding(any_site, "zqyother") == set(ROLES)
    removals = any_site.service(Removals)
    removals.remove_comment(admin, slug, number, removals.look_at_comment(admin, slug, number).confirm)
    assert finding(any_site) == set()
    with any_site.service(Database).write() as session:
        assert Sweeping().hide(session, any_site.clock(), admin, editor.id or 0, 9) == [other]
    assert finding(any_site, "zqyother") == set()
    with any_site.service(Database).write() as session:
        Sweeping().show(session, any_site.clock(), admin, [other])
    assert finding(any_site, "zqyother") == set(ROLES)
    removals.remove_words(admin, "zqyother", "zqyother")
    assert finding(any_site, "zqyother") == set()


def test_of_very_many_comments_the_newest_are_found(any_site: Site, say: Say) -> None:
    slug, editor = any_site.page(), any_site.person("editor")
    first = say(editor, slug, "first word").id
    with any_site.service(Database).write() as session:
        model = session.get_one(Comment, first)
        copy = {c.name: getattr(model, c.name) for c in Comment.__table__.columns if c.name not in ("id", "key")}
        session.execute(insert(Comment), [{**copy, "key": f"k{n}", "html": f"<p>again{n}</p>"} for n in range(MOST)])
    with any_site.service(Database).read() as session:
        (found,) = finding_parts(session, [model.page_id]).values()
    assert (len(found), found[0].text, found[-1].text) == (MOST, "again0", f"again{MOST - 1}")
