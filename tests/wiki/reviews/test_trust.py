"""Trust grows by work: accepted contributions propose a member as practitioner, and an editor says yes or not yet."""

import pytest
from front_door import Site
from review_acts import post, propose, sign
from sqlalchemy import select

from auth.desk import Desk
from auth.errors import Forbidden
from auth.model import SYSTEM, Account, Permission, Role
from auth.policy import LOWEST
from storage.database import Database
from storage.jobs import Job
from wiki.errors import Invalid, NotFound
from wiki.pages.model import WITHHELD, Signature
from wiki.pages.news import NEWS
from wiki.reviews.service import Reviews
from wiki.reviews.trust import Trust
from wiki.reviews.views.roles import SENTENCES
from wiki.rules.service import Rules


def accepted(site: Site, times: int, by: str = "Ona", *, withheld: bool = False) -> None:
    """So many contributions of this member are accepted, each on a page of its own."""
    for number in range(times):
        title = f"Page {number} of {site.clock()}"
        sent = propose(site, site.page(title=title), by=by, title=title)
        if withheld:
            sign(site, sent.number, Signature(WITHHELD))
        site.service(Reviews).accept(site.person("trainer"), sent.number)
    site.work()


def asked(site: Site) -> list[str]:
    return [one.name for one in site.service(Trust).proposed(site.person("editor"))[0]]


def role_of(site: Site, name: str) -> Role:
    with site.service(Database).read() as session:
        return Role(session.scalars(select(Account.role).where(Account.name == name)).one())


def test_three_accepted_contributions_propose_a_member_and_an_editor_says_yes(any_site: Site) -> None:
    editor, trust = any_site.person("editor"), any_site.service(Trust)
    accepted(any_site, 2)
    assert asked(any_site) == []
    accepted(any_site, 1, withheld=True)
    assert asked(any_site) == ["Ona"]
    assert trust.count(editor) == 1
    number = trust.proposed(editor)[0][0].id
    ona = any_site.client("member", "Ona")
    assert ona.get("/account").status_code == 200
    assert post(any_site.client("editor"), f"/review/trust/{number}/grant").status_code == 303
    assert role_of(any_site, "Ona") is Role.PRACTITIONER
    assert ona.get("/account").status_code == 303, "a new role ends every sign-in"
    assert asked(any_site) == []
    with pytest.raises(NotFound):
        trust.grant(editor, number)


def test_not_yet_needs_a_reason_that_editors_alone_read_and_further_work_proposes_anew(site: Site) -> None:
    accepted(site, 3)
    trust, editor = site.service(Trust), site.person("editor")
    number = trust.proposed(editor)[0][0].id
    with pytest.raises(Invalid):
        trust.not_yet(editor, number, "  ")
    answer = post(site.client("editor"), f"/review/trust/{number}/not-yet", reason="")
    assert answer.status_code == 422
    trust.not_yet(editor, number, "Zqxsources are missing.")
    assert role_of(site, "Ona") is Role.MEMBER
    assert "Zqxsources" in site.client("editor").get("/review/trust").text
    assert site.client("trainer").get("/review/trust").status_code == 403
    ona = site.client("member", "Ona")
    assert [path for path in ("/drafts", "/account", "/people/ona") if "Zqxsources" in ona.get(path).text] == []
    accepted(site, 2)
    assert asked(site) == []
    accepted(site, 1)
    assert asked(site) == ["Ona"]


def test_the_proposal_does_not_tell_which_contributions_counted(site: Site) -> None:
    accepted(site, 3, withheld=True)
    page = site.client("editor").get("/review/trust").text
    assert "Ona" in page
    assert "Page 0" not in page
    assert "/wiki/page" not in page


def test_editors_are_told_once_however_often_the_job_runs(site: Site) -> None:
    accepted(site, 2)
    sent = propose(site, site.page(title="Last"), title="Last")
    editor, ona = site.person("editor"), site.person("member", "Ona")
    site.service(Reviews).accept(site.person("trainer"), sent.number)
    site.service(Trust).consider([{"account": ona.id}, {"account": ona.id}])
    site.service(Trust).consider([{"account": ona.id}])
    with site.service(Database).read() as session:
        jobs = [job.payload for job in session.scalars(select(Job).where(Job.kind == NEWS))]
    told = [job for job in jobs if job["what"] == "role.proposed"]
    assert [(job["to"], job["account"]) for job in told] == [([editor.id], ona.id)]


def test_only_members_are_proposed_and_the_house_rule_says_when(site: Site) -> None:
    site.service(Rules).change(SYSTEM, {"after_accepted": 1})
    accepted(site, 1)
    assert asked(site) == ["Ona"]
    site.service(Desk).roster.grant(SYSTEM, site.person("member", "Ona").id or 0, Role.TRAINER)
    assert asked(site) == []
    site.service(Rules).change(SYSTEM, {"after_accepted": 0})
    accepted(site, 2, by="Bea")
    assert asked(site) == []


@pytest.mark.parametrize("role", ["member", "practitioner", "trainer"])
def test_those_who_give_no_roles_see_and_say_nothing(site: Site, role: str) -> None:
    trust, who = site.service(Trust), site.person(role)
    assert trust.count(who) == 0
    for act in (lambda: trust.proposed(who), lambda: trust.grant(who, 1), lambda: trust.not_yet(who, 1, "x")):
        with pytest.raises(Forbidden):
            act()


def test_every_permission_is_said_in_a_plain_sentence() -> None:
    """A new permission needs its sentence in wiki/reviews/views/roles.py, for the pages that say what a role may do."""
    assert [permission for permission in Permission if permission not in SENTENCES] == []


def test_each_roles_page_says_what_it_may_do_and_how_one_gets_there(site: Site) -> None:
    client = site.client()
    for role in Role:
        page = client.get(f"/roles/{role.name.lower()}").text
        for permission, lowest in LOWEST.items():
            assert (str(SENTENCES[permission]) in page.replace("&#39;", "'")) == (lowest <= role), (role, permission)
        assert "How one gets there:" in page
    assert "after 3 accepted contributions" in client.get("/roles/practitioner").text
    assert client.get("/roles/emperor").status_code == 404
    assert 'href="/roles"' in client.get("/").text
