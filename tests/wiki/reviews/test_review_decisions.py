"""Decisions about a proposal: claims, mending, remarks, consent, declining; nothing is decided twice."""

from collections.abc import Callable

import pytest
from front_door import Site
from review_acts import PAGE, Sent, case, change, proposal, propose, says, told_in_five_minutes
from sqlalchemy import select

from auth.desk import Desk
from auth.errors import Forbidden
from auth.model import SYSTEM, Role
from storage.database import Database
from storage.jobs import Job
from wiki.errors import Invalid, NotFound
from wiki.pages.model import CONSENT, DECLINED, RETURNED, SUBMITTED, Revision
from wiki.pages.news import NEWS
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.model import AWAY, DECIDED, NEEDS_CONSENT, STALE, TAKEN, WITH_WRITER, NotNow
from wiki.reviews.service import Reviews

DECISIONS: dict[str, Callable[[Reviews, object, int], object]] = {
    "accept": lambda reviews, who, number: reviews.accept(who, number),  # type: ignore[arg-type]
    "send_back": lambda reviews, who, number: reviews.send_back(who, number, "Say more."),  # type: ignore[arg-type]
    "decline": lambda reviews, who, number: reviews.decline(who, number, "Not ours."),  # type: ignore[arg-type]
    "ask_consent": lambda reviews, who, number: reviews.ask_consent(who, number),  # type: ignore[arg-type]
    "mend": lambda reviews, who, number: reviews.mend(who, number, 1, 1, PAGE),  # type: ignore[arg-type]
}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(NotNow) as caught:
        act()
    return caught.value.reason


def told(site: Site) -> list[tuple[str, list[int]]]:
    """What was said in news so far, and for whom."""
    with site.service(Database).read() as session:
        jobs = session.scalars(select(Job).where(Job.kind == NEWS).order_by(Job.id))
        return [(job.payload["what"], job.payload["to"]) for job in jobs if job.payload["what"].startswith("proposal")]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_claim_keeps_another_reviewer_from_deciding(site: Site, name: str) -> None:
    sent, reviews = propose(site), site.service(Reviews)
    ana, ben = site.person("trainer", "Ana"), site.person("trainer", "Ben")
    reviews.claim(ana, sent.number)
    assert refused(lambda: DECISIONS[name](reviews, ben, sent.number)) == TAKEN
    assert refused(lambda: reviews.claim(ben, sent.number)) == TAKEN
    assert proposal(site, sent.number).state == SUBMITTED
    reviews.claim(ben, sent.number, take_over=True)
    assert refused(lambda: DECISIONS[name](reviews, ana, sent.number)) == TAKEN
    DECISIONS[name](reviews, ben, sent.number)


@pytest.mark.parametrize("name", DECISIONS)
def test_what_is_decided_is_decided_once(site: Site, name: str) -> None:
    sent, reviews = propose(site), site.service(Reviews)
    reviews.decline(site.person("trainer", "Ana"), sent.number, "Not ours.")
    assert refused(lambda: DECISIONS[name](reviews, site.person("trainer", "Ben"), sent.number)) == DECIDED


@pytest.mark.parametrize("name", DECISIONS)
def test_members_decide_nothing_and_neither_does_who_lost_the_role_meanwhile(site: Site, name: str) -> None:
    sent, reviews, ana = propose(site), site.service(Reviews), site.person("trainer", "Ana")
    with pytest.raises(Forbidden):
        DECISIONS[name](reviews, site.person("practitioner"), sent.number)
    if name != "accept":  # whose transaction belongs to the pages
        site.service(Desk).roster.grant(SYSTEM, ana.id or 0, Role.PRACTITIONER)
        with pytest.raises(Forbidden):
            DECISIONS[name](reviews, ana, sent.number)


def test_a_claim_runs_out_and_ends_with_the_role(any_site: Site) -> None:
    sent, reviews = propose(any_site), any_site.service(Reviews)
    ana, ben = any_site.person("trainer", "Ana"), any_site.person("trainer", "Ben")
    reviews.claim(ana, sent.number)
    claim = case(any_site, sent.number).claim
    assert claim is not None
    assert claim.name == "Ana"
    any_site.clock.pass_by(7 * 24 * 3600 + 1)
    assert case(any_site, sent.number).claim is None
    reviews.claim(ben, sent.number)
    any_site.service(Desk).roster.grant(SYSTEM, ben.id or 0, Role.MEMBER)
    assert case(any_site, sent.number).claim is None
    assert reviews.accept(ana, sent.number).number == 2


def test_letting_go_gives_it_back_and_takes_nothing_from_others(site: Site) -> None:
    sent, reviews = propose(site), site.service(Reviews)
    ana, ben = site.person("trainer", "Ana"), site.person("trainer", "Ben")
    reviews.claim(ana, sent.number)
    reviews.let_go(ben, sent.number)
    assert case(site, sent.number).claim is not None
    reviews.let_go(ana, sent.number)
    assert case(site, sent.number).claim is None


def test_what_the_reviewer_mends_is_the_next_round_with_credit_to_both(any_site: Site) -> None:
    sent, reviews, ana = propose(any_site), any_site.service(Reviews), any_site.person("trainer", "Ana")
    newest = reviews.mend(ana, sent.number, 1, 1, PAGE | {"body": "Finished by Ana."}, "Finished it")
    found = case(any_site, sent.number)
    assert newest == 2
    assert [(one.number, one.mended_by) for one in found.rounds] == [(1, ""), (2, "Ana")]
    assert found.proposal.note == "Said it plainer"
    assert [(one.name, one.text) for one in found.remarks] == [("Ana", "Finished it")]
    assert refused(lambda: reviews.mend(ana, sent.number, 1, 1, PAGE)) == STALE
    assert refused(lambda: reviews.accept(ana, sent.number, 1)) == STALE
    assert "Finished by Ana." not in says(any_site, sent.slug)
    reviews.accept(ana, sent.number, 2)
    with any_site.service(Database).read() as session:
        last = session.scalars(select(Revision).order_by(Revision.id.desc()).limit(1)).one()
    assert (last.author_id, last.accepted_by) == (any_site.person("member", "Ona").id, ana.id)
    assert "Finished by Ana." in says(any_site, sent.slug)


def test_a_mended_page_says_what_such_a_page_has_to_say(site: Site) -> None:
    sent, reviews = propose(site), site.service(Reviews)
    with pytest.raises(Invalid):
        reviews.mend(site.person("trainer"), sent.number, 1, 1, {**PAGE, "title": ""})
    assert proposal(site, sent.number).round == 1


def test_returning_needs_a_comment_now_or_before(site: Site) -> None:
    sent, reviews, ana = propose(site), site.service(Reviews), site.person("trainer", "Ana")
    with pytest.raises(Invalid):
        reviews.send_back(ana, sent.number, "  ")
    reviews.remark(ana, sent.number, "Who is “they”?", "body")
    reviews.send_back(ana, sent.number, "")
    assert proposal(site, sent.number).state == RETURNED
    assert [(one.label, one.text) for one in case(site, sent.number).remarks] == [("Text", "Who is “they”?")]
    assert refused(lambda: reviews.accept(ana, sent.number)) == WITH_WRITER


@pytest.mark.parametrize("words", ["", "   \n"])
def test_declining_needs_a_reason(site: Site, words: str) -> None:
    sent = propose(site)
    with pytest.raises(Invalid):
        site.service(Reviews).decline(site.person("trainer"), sent.number, words)
    assert proposal(site, sent.number).state == SUBMITTED


def test_what_was_told_in_five_minutes_is_not_for_a_reviewer_to_publish(site: Site) -> None:
    sent, reviews, ana = propose(site), site.service(Reviews), site.person("trainer", "Ana")
    told_in_five_minutes(site, sent.number)
    assert refused(lambda: reviews.accept(ana, sent.number)) == NEEDS_CONSENT
    reviews.ask_consent(ana, sent.number)
    assert proposal(site, sent.number).state == CONSENT
    assert refused(lambda: reviews.accept(ana, sent.number)) == NEEDS_CONSENT


def test_the_writer_is_told_of_every_step(site: Site) -> None:
    sent, reviews, ana = propose(site), site.service(Reviews), site.person("trainer", "Ana")
    reviews.claim(ana, sent.number)
    reviews.remark(ana, sent.number, "Who?")
    reviews.ask_consent(ana, sent.number)
    reviews.send_back(ana, sent.number, "Say more.")
    reviews.decline(ana, sent.number, "Not ours.")
    ona = [site.person("member", "Ona").id]
    steps = ("claimed", "remarked", "consent", "returned", "declined")
    assert told(site)[1:] == [(f"proposal.{step}", ona) for step in steps]


def test_a_proposal_waits_while_its_page_is_away_and_follows_it_when_it_moves(any_site: Site) -> None:
    sent, reviews, editor = propose(any_site), any_site.service(Reviews), any_site.person("editor")
    shelves = any_site.service(Shelves)
    shelves.archive(editor, sent.slug)
    assert refused(lambda: reviews.accept(editor, sent.number)) == AWAY
    with pytest.raises(NotFound):
        case(any_site, sent.number)  # a trainer sees no archived page
    shelves.unarchive(editor, sent.slug)
    moved = shelves.move(editor, sent.slug, "another-address")
    assert reviews.accept(any_site.person("trainer"), sent.number).slug == moved


def test_the_page_as_it_is_now_and_the_proposal_are_put_together(site: Site) -> None:
    sent = propose(site)
    site.service(Pages).save(site.person("editor"), sent.slug, 1, PAGE | {"body": "First, by others.\n\nSecond."})
    found = case(site, sent.number)
    assert found.moved_on
    assert not found.clashes
    assert found.before["body"] == "First, by others.\n\nSecond."
    assert found.after["body"] == "First, by others.\n\nSecond, mended."
    site.service(Pages).save(site.person("editor"), sent.slug, 2, PAGE | {"body": "First.\n\nSecond, by others."})
    assert case(site, sent.number).clashes == ["Text"]


def test_a_number_of_nothing_is_nothing(site: Site) -> None:
    for number in (0, 999, 10**18):
        with pytest.raises(NotFound):
            case(site, number)


def test_declined_and_withdrawn_are_shown_and_not_decided(site: Site) -> None:
    sent: Sent = propose(site)
    site.service(Reviews).decline(site.person("trainer"), sent.number, "Not ours.")
    found = case(site, sent.number)
    assert (found.proposal.state, found.is_open, found.may_decide) == (DECLINED, False, False)
    change(site, sent.number, state="withdrawn")
    assert not case(site, sent.number).is_open
