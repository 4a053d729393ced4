"""by: finds what somebody signed by name or pen name, and nothing that they signed otherwise."""

from collections.abc import Sequence

from front_door import PASSWORD, Site
from test_search_page import titles_of, words_of

from auth.desk import Desk
from auth.leaving import FORMER
from auth.service import Profile
from wiki.pages.model import NAMED, PEN_NAME, WITHHELD, Signature
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.pages.signatures import Signatures
from wiki.removal.service import Removals

ANA = "Ana María"


def write(site: Site, title: str, signed: str = NAMED, pen_name: str = "", by: str = ANA) -> str:
    values = {"title": title, "summary": "Short.", "body": "Words about it."}
    signature = Signature(signed, pen_name)
    return site.service(Pages).create(site.person("practitioner", by), "page", values, signature=signature).slug


def signed_by(site: Site, typed: str, role: str = "reader") -> Sequence[str]:
    site.work()
    return sorted(titles_of(site.client(role), f"/search?q={typed}"))


def test_names_handles_and_pen_names_are_found_and_nothing_else(any_site: Site) -> None:
    write(any_site, "By name")
    write(any_site, "By pen name", PEN_NAME, "River Song")
    write(any_site, "Withheld", WITHHELD)
    write(any_site, "Of somebody else", by="Jo")
    hidden = write(any_site, "For members")
    any_site.service(Shelves).restrict(any_site.person("editor"), hidden, "members")
    for typed in ("by:ana-maria", 'by:"Ana María"', 'by:"ana maria"', "by:ANA-MARIA"):
        assert signed_by(any_site, typed) == ["By name"], typed
    assert signed_by(any_site, "by:ana-maria", "member") == ["By name", "For members"]
    assert signed_by(any_site, 'by:"river song"') == ["By pen name"]
    assert signed_by(any_site, "by:jo by:river-song") == ["By pen name", "Of somebody else"]
    assert signed_by(any_site, "words -by:ana-maria") == ["By pen name", "Of somebody else", "Withheld"]
    assert signed_by(any_site, "somebody by:jo") == ["Of somebody else"]
    assert signed_by(any_site, "by:ana") == signed_by(any_site, "by:nobody") == []


def test_two_people_of_one_name_are_found_by_it_and_apart_by_their_handles(site: Site) -> None:
    desk = site.service(Desk)
    write(site, "Of the first", by="Jo")
    other = site.person("practitioner", "Joan")
    desk.accounts.update_profile(other, Profile("Jo"))
    site.service(Pages).create(other, "page", {"title": "Of the second", "summary": "Short.", "body": "Words."})
    assert signed_by(site, "by:jo-2") == ["Of the second"]
    assert signed_by(site, "by:jo") == ["Of the first", "Of the second"]
    assert signed_by(site, "by:joan") == []


def test_a_new_signature_is_followed(any_site: Site) -> None:
    slug = write(any_site, "One page")
    write(any_site, "Another")
    ana = any_site.person("practitioner", ANA)
    any_site.service(Signatures).sign(ana, [slug], Signature(PEN_NAME, "River"))
    assert (signed_by(any_site, "by:ana-maria"), signed_by(any_site, "by:river")) == (["Another"], ["One page"])
    any_site.service(Signatures).sign(ana, None, Signature(WITHHELD))
    assert signed_by(any_site, "by:ana-maria") == signed_by(any_site, "by:river") == []


def test_whoever_leaves_without_their_name_is_not_found_by_it(site: Site) -> None:
    write(site, "One page")
    ana = site.person("practitioner", ANA)
    site.service(Desk).leaving.leave(ana, PASSWORD, "here", keep_name=False)
    assert signed_by(site, "by:ana-maria") == []
    assert signed_by(site, f'by:"{FORMER}"') == ["One page"]


def test_a_name_that_was_removed_is_not_found_in_any_form(site: Site) -> None:
    write(site, "One page")
    write(site, "Another", PEN_NAME, "River")
    ana = site.person("practitioner", ANA)
    removals = site.service(Removals)
    account, preview = removals.look_at_account(site.person("admin"), ana.id or 0)
    removals.remove_name(site.person("admin"), account.id, preview.confirm, everywhere=False)
    for typed in ("by:ana-maria", f"by:removed-{ana.id}", 'by:"name removed"', "by:river"):
        assert signed_by(site, typed) == [], typed


def test_the_filter_is_said_and_taken_away_but_never_counted(site: Site) -> None:
    write(site, "By name")
    site.work()
    words = words_of(site.client(), "/search?q=words+by:ana-maria")
    assert "Remove filter Signed by: ana-maria" in words
    page = site.client().get("/search?q=words").text
    assert 'name="by"' not in page
    assert "account:" not in page
    assert "River" not in page
    mine = site.client("practitioner", ANA).get("/search").text
    assert "by:ana-maria</a>" in mine
    assert signed_by(site, "by:ana-maria", "editor") == ["By name"]
