"""Consent: nothing shared is published without it, for nobody beyond it, and not for a moment after it is withdrawn."""

from datetime import date, timedelta

import pytest
from front_door import Site
from sharing_place import ANSWERS, by_code, mend, page_of, post, proposal, shared, values
from sqlalchemy import select

from auth.audit import AuditEntry
from auth.desk import Desk
from auth.model import SYSTEM, Role
from storage.database import Database
from storage.jobs import Job
from wiki.errors import Invalid, NotFound
from wiki.pages.model import Revision, Signature
from wiki.pages.recording import Change
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.sharing.model import Audience, Consent, Holder
from wiki.sharing.service.consents import Consents
from wiki.sharing.service.contributions import Contributing
from wiki.sharing.service.sending import Sent

KEPT_QUIET = ("consent", "proposal.submitted", "page")
PUBLIC, MEMBERS, HELD = Audience(), Audience("members"), Audience("held", date(2027, 6, 1))


def published(site: Site, audience: Audience = PUBLIC) -> Sent:
    """A case that was shared, finished by a trainer, and agreed to."""
    sent = shared(site, signature=Signature("pen_name", "Nightjar"))
    round_ = mend(site, site.person("trainer"), sent.number, results="Rates rose.")
    site.service(Consents).agree(by_code(sent), sent.number, round_, audience)
    return sent


def given(site: Site) -> list[Consent]:
    with site.service(Database).read() as session:
        return list(session.scalars(select(Consent).order_by(Consent.id)))


def test_a_yes_publishes_the_finished_text_with_credit_to_both(any_site: Site) -> None:
    trainer = any_site.person("trainer")
    sent = published(any_site)
    page = page_of(any_site, sent.number)
    with any_site.service(Database).read() as session:
        revision = session.scalars(select(Revision)).one()
        acts = list(session.scalars(select(AuditEntry.action)))
    assert (page.state, page.audience, page.agreed) == ("published", "public", "public")
    assert (revision.author_id, revision.pen_name, revision.accepted_by) == (None, "Nightjar", trainer.id)
    assert revision.values["results"] == "Rates rose."
    assert proposal(any_site, sent.number).state == "accepted"
    one = given(any_site)[0]
    assert (one.by_code, one.account_id, one.reviewer_id, one.round, one.visibility) == (
        True,
        None,
        trainer.id,
        2,
        "public",
    )
    assert "consent.given" in acts
    any_site.work()
    assert any_site.client().get(f"/wiki/{page.slug}").status_code == 200


@pytest.mark.parametrize(
    ("audience", "word"), [(PUBLIC, "public"), (MEMBERS, "members"), (HELD, "editors")], ids=lambda one: str(one)
)
def test_it_is_seen_by_those_who_were_agreed_to(site: Site, audience: Audience, word: str) -> None:
    sent = published(site, audience)
    assert page_of(site, sent.number).audience == word


def test_what_is_held_is_shown_on_its_day(site: Site) -> None:
    sent = published(site, HELD)
    site.clock.pass_by(int(timedelta(days=200).total_seconds()))
    site.work()
    assert page_of(site, sent.number).audience == "public"


def test_a_yes_is_to_the_text_that_was_read(any_site: Site) -> None:
    sent = shared(any_site)
    trainer, consents = any_site.person("trainer"), any_site.service(Consents)
    with pytest.raises(Invalid, match="Nobody waits"):
        consents.agree(by_code(sent), sent.number, 1, PUBLIC)
    seen = mend(any_site, trainer, sent.number, results="Rates rose.")
    newer = mend(any_site, trainer, sent.number, results="Rates tripled.")
    with pytest.raises(Invalid, match="changed since"):
        consents.agree(by_code(sent), sent.number, seen, PUBLIC)
    assert (given(any_site), page_of(any_site, sent.number).number) == ([], 0)
    consents.agree(by_code(sent), sent.number, newer, PUBLIC)
    consents.agree(by_code(sent), sent.number, newer, PUBLIC)
    assert (len(given(any_site)), page_of(any_site, sent.number).number) == (1, 1)


def test_a_no_goes_back_with_a_word(any_site: Site) -> None:
    sent = shared(any_site)
    trainer, consents = any_site.person("trainer"), any_site.service(Consents)
    mend(any_site, trainer, sent.number, results="Rates rose.")
    with pytest.raises(Invalid):
        consents.refuse(by_code(sent), sent.number, " ")
    consents.refuse(by_code(sent), sent.number, "Leave the rates out.")
    kept = proposal(any_site, sent.number)
    assert (kept.state, kept.claimed_by, kept.values["results"]) == ("submitted", trainer.id, "Rates rose.")
    found = any_site.service(Contributing).one(by_code(sent), sent.number)
    assert [one.text for one in found.remarks] == ["Leave the rates out."]


def test_withdrawing_takes_the_page_offline_at_once_and_nobody_puts_it_back(any_site: Site) -> None:
    sent, editor = published(any_site), any_site.person("editor")
    page, reader = page_of(any_site, sent.number), any_site.client()
    any_site.work()
    assert reader.get(f"/wiki/{page.slug}").status_code == 200
    any_site.service(Consents).withdraw(by_code(sent), sent.number)
    assert reader.get(f"/wiki/{page.slug}").status_code == 404
    any_site.work()
    assert page.title not in reader.get("/search?q=texting").text
    assert page.title not in reader.get("/changes").text
    with pytest.raises(NotFound):
        any_site.service(Shelves).unarchive(editor, page.slug)
    assert any_site.client("editor").get(f"/wiki/{page.slug}/archive").status_code == 404
    assert "It cannot be put back" in any_site.client("editor").get(f"/wiki/{page.slug}").text
    any_site.service(Consents).agree(by_code(sent), sent.number, 0, MEMBERS)
    assert page_of(any_site, sent.number).audience == "members"
    assert [one.withdrawn is not None for one in given(any_site)] == [True, False]


def test_withdrawing_tells_the_reviewer(site: Site) -> None:
    sent = published(site)
    site.work()
    site.service(Consents).withdraw(by_code(sent), sent.number)
    site.service(Consents).withdraw(by_code(sent), sent.number)
    with site.service(Database).read() as session:
        told = [job.payload for job in session.scalars(select(Job)) if job.payload.get("what") == "consent.withdrawn"]
    assert [(one["by"], one["to"]) for one in told] == [(None, [site.person("trainer").id])]


def test_withdrawn_while_it_is_held_it_is_not_shown_on_its_day(site: Site) -> None:
    sent = published(site, HELD)
    site.service(Consents).withdraw(by_code(sent), sent.number)
    site.clock.pass_by(int(timedelta(days=200).total_seconds()))
    site.work()
    assert page_of(site, sent.number).audience == "editors"
    assert site.client().get(f"/wiki/{page_of(site, sent.number).slug}").status_code == 404


def test_what_an_editor_took_off_the_shelves_does_not_come_back_by_a_yes(site: Site) -> None:
    sent, editor = published(site), site.person("editor")
    site.service(Shelves).archive(editor, page_of(site, sent.number).slug)
    site.service(Consents).withdraw(by_code(sent), sent.number)
    site.service(Consents).agree(by_code(sent), sent.number, 0, PUBLIC)
    assert page_of(site, sent.number).state == "archived"
    site.service(Shelves).unarchive(editor, page_of(site, sent.number).slug)
    assert page_of(site, sent.number).audience == "public"


def test_editors_show_it_to_nobody_beyond_what_was_agreed_to(any_site: Site) -> None:
    sent, editor = published(any_site, MEMBERS), any_site.person("editor")
    slug, shelves = page_of(any_site, sent.number).slug, any_site.service(Shelves)
    for visibility, until in (("public", None), ("held", date(2027, 6, 1))):
        with pytest.raises(Invalid, match="agreed to fewer"):
            shelves.restrict(editor, slug, visibility, until)
    answer = post(any_site.client("editor"), f"/wiki/{slug}/visibility", visibility="public")
    assert answer.status_code == 422
    assert "agreed to fewer readers" in answer.text
    any_site.service(Consents).agree(by_code(sent), sent.number, 0, PUBLIC)
    shelves.restrict(editor, slug, "members")
    shelves.restrict(editor, slug, "public")


def test_held_is_held_as_long_as_was_agreed(site: Site) -> None:
    sent, editor = published(site, HELD), site.person("editor")
    slug, shelves = page_of(site, sent.number).slug, site.service(Shelves)
    for visibility, until in (("public", None), ("members", None), ("held", date(2027, 5, 31))):
        with pytest.raises(Invalid, match="agreed to fewer"):
            shelves.restrict(editor, slug, visibility, until)
    shelves.restrict(editor, slug, "held", date(2027, 7, 1))
    site.clock.pass_by(int(timedelta(days=300).total_seconds()))
    shelves.restrict(editor, slug, "public")


def suggestion(site: Site) -> tuple[str, int]:
    """A member's change of an editor's page, which a trainer sent for consent."""
    member, slug = site.person("member"), site.page("A page of others")
    whole = {"title": "A page of others", "summary": "A page for a test.", "body": "Mine."}
    number = site.service(Pages).save(member, slug, 1, whole).proposal_id or 0
    mend(site, site.person("trainer"), number, body="Mine, mended.")
    return slug, number


def test_a_page_that_was_archived_meanwhile_is_not_published(site: Site) -> None:
    slug, number = suggestion(site)
    site.service(Shelves).archive(site.person("editor"), slug)
    client = site.client("member")
    answer = post(client, f"/contribution/{number}/consent", say="yes", round="2")
    assert answer.status_code == 422
    assert "took this page off the shelves" in answer.text
    assert (proposal(site, number).state, given(site)) == ("consent", [])


def test_a_page_that_others_changed_meanwhile_goes_back_to_the_reviewer(site: Site) -> None:
    slug, number = suggestion(site)
    whole = {"title": "A page of others", "summary": "A page for a test.", "body": "Others."}
    site.service(Pages).save(site.person("editor"), slug, 1, whole)
    answer = post(site.client("member"), f"/contribution/{number}/consent", say="yes", round="2")
    assert answer.status_code == 422
    assert "Others changed the page meanwhile" in answer.text
    assert (proposal(site, number).state, given(site)) == ("submitted", [])


def test_a_suggestion_cannot_take_anybody_elses_page_offline(site: Site) -> None:
    slug, number = suggestion(site)
    client = site.client("member")
    assert (
        post(client, f"/contribution/{number}/consent", say="yes", round="2", visibility="members").status_code == 303
    )
    assert site.client().get(f"/wiki/{slug}").status_code == 200, "nor change who sees it"
    post(client, f"/contribution/{number}/withdraw")
    assert site.client().get(f"/wiki/{slug}").status_code == 200
    assert given(site)[0].withdrawn is None


def test_a_reviewer_who_left_meanwhile_leaves_no_hole(site: Site) -> None:
    sent, trainer = shared(site), site.person("trainer")
    round_ = mend(site, trainer, sent.number, results="Rates rose.")
    desk = site.service(Desk)
    desk.roster.grant(SYSTEM, trainer.id or 0, Role.MEMBER)
    site.service(Consents).agree(by_code(sent), sent.number, round_, PUBLIC)
    assert page_of(site, sent.number).state == "published"


def test_a_shared_case_that_was_accepted_without_asking_can_be_withdrawn_all_the_same(site: Site) -> None:
    sent, editor = shared(site), site.person("editor")
    found = proposal(site, sent.number)
    change = Change(found.values, author_id=None, proposal_id=found.id, signature=found.signature)
    site.service(Pages).publish_change(editor, found.page_id, 0, change)
    site.service(Consents).withdraw(by_code(sent), sent.number)
    assert page_of(site, sent.number).audience == "editors"


def test_the_screens_ask_and_say_what_was_agreed_to(site: Site) -> None:
    sent, client = shared(site), site.client()
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}"
    mend(site, site.person("trainer"), sent.number, results="Rates rose.")
    page = client.get(path).text
    assert "May it be published?" in page
    assert "What the reviewer changed" in page
    assert post(client, f"{path}/consent", page, say="no", words="").status_code == 422
    bad = post(client, f"{path}/consent", page, say="yes", visibility="held", held_until="soon")
    assert bad.status_code == 422
    assert 'value="soon"' in bad.text
    assert post(client, f"{path}/consent", page, say="yes", visibility="members").status_code == 303
    page = client.get(path).text
    assert "What you agreed to" in page
    assert "Withdraw your consent" in page
    assert "agreed" not in site.client("member").get(f"/wiki/{page_of(site, sent.number).slug}").text
    editors = site.client("editor").get(f"/wiki/{page_of(site, sent.number).slug}").text
    assert "with a code" in editors
    assert "Text made ready by Trainer." in editors
    post(client, f"{path}/withdraw")
    assert "You withdrew your consent" in client.get(path).text
    assert ANSWERS["title"] in client.get(path).text
    assert values()


def test_a_withheld_name_is_in_no_consent_and_no_log(site: Site) -> None:
    member = site.person("member", "Zxwithheld Person")
    sent = shared(site, member, "m" * 32, Signature("withheld"))
    holder = Holder(member)
    round_ = mend(site, site.person("trainer"), sent.number)
    site.service(Consents).agree(holder, sent.number, round_, PUBLIC)
    site.service(Consents).withdraw(holder, sent.number)
    slug = page_of(site, sent.number).slug
    shown = site.client("editor").get(f"/wiki/{slug}").text.split('id="consents"')[1].split("</section>")[0]
    assert "Name withheld" in shown
    assert "Zxwithheld" not in shown
    with site.service(Database).read() as session:
        rows = [row for row in session.scalars(select(AuditEntry)) if row.action.startswith(KEPT_QUIET)]
    assert [
        (row.actor_id, row.actor_name) for row in rows if row.actor_id not in (None, site.person("trainer").id)
    ] == []
