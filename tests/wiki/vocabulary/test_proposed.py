"""Words that people miss while writing: proposed, accepted as a word or another name, declined with a reason."""

import pytest
from front_door import Site, token
from sqlalchemy import select
from vocabulary_case import case

from auth.audit import AuditEntry
from storage.database import Database
from storage.jobs import Job
from wiki.errors import Invalid, NotFound
from wiki.kinds.model import Library
from wiki.pages.model import Page
from wiki.vocabulary.model import TermProposal, Words
from wiki.vocabulary.proposals import MOST_OPEN, TermProposals


def propose(site: Site, label: str = "Kite flying", **more: str) -> int:
    site.service(TermProposals).propose(site.person("member"), "areas", label, **more)
    with site.service(Database).read() as session:
        return session.scalars(select(TermProposal.id).order_by(TermProposal.id.desc())).first() or 0


def news(site: Site) -> list[dict[str, object]]:
    with site.service(Database).read() as session:
        told = [job.payload for job in session.scalars(select(Job).where(Job.kind == "news"))]
    return [one for one in told if str(one["what"]).startswith("term.")]


def test_a_proposed_word_becomes_one_of_the_list(any_site: Site) -> None:
    number = propose(any_site, why="We did it for a year.", slug=case(any_site, "One"))
    assert "kite_flying" not in any_site.service(Library).vocabularies["areas"].terms
    asked = any_site.service(TermProposals).one(any_site.person("editor"), number)
    assert (asked.by, asked.page) == ("Member", "one")
    any_site.service(TermProposals).accept(any_site.person("editor"), number, Words("Kites", "In the air."))
    assert any_site.service(Library).vocabularies["areas"].terms["kites"].definition == "In the air."
    assert news(any_site)[0]["what"] == "term.accepted"
    assert news(any_site)[0]["to"] == [any_site.person("member").id]
    with pytest.raises(NotFound):
        any_site.service(TermProposals).decline(any_site.person("editor"), number, "Too late.")


def test_a_proposed_word_becomes_another_name(site: Site) -> None:
    site.service(TermProposals).accept(site.person("editor"), propose(site), Words("x"), onto="email")
    assert "Kite flying" in site.service(Library).vocabularies["areas"].names_of("email")


def test_a_declined_word_comes_with_a_reason(site: Site) -> None:
    number, editor = propose(site), site.person("editor")
    with pytest.raises(Invalid):
        site.service(TermProposals).decline(editor, number, "  ")
    site.service(TermProposals).decline(editor, number, "It is e-mail.")
    assert news(site)[0]["what"] == "term.declined"
    assert "“It is e-mail.”" in site.client("member").get("/vocabularies/areas/propose").text
    with site.service(Database).read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "term.declined")).one()
    assert "Kite" not in entry.subject + str(entry.detail)


def test_a_hidden_page_is_not_told_of(site: Site) -> None:
    slug = case(site, "Hidden")
    with site.service(Database).write() as session:
        session.scalars(select(Page).where(Page.slug == slug)).one().audience = "editors"
    with site.service(Database).read() as session:
        proposal = session.get_one(TermProposal, propose(site, slug=slug))
    assert proposal.page_id is None


@pytest.mark.parametrize("label", ["", "x" * 81, "E-mail"])
def test_what_is_no_new_word_is_refused(site: Site, label: str) -> None:
    taken = site.service(Library).vocabularies["areas"].terms["email"].label
    with pytest.raises(Invalid):
        propose(site, label.replace("E-mail", taken))


def test_nobody_floods_the_editors(site: Site) -> None:
    propose(site, "The same")
    with pytest.raises(Invalid, match="already"):
        propose(site, "the SAME")
    for number in range(MOST_OPEN - 1):
        propose(site, f"Word {number}")
    with pytest.raises(Invalid, match="wait already"):
        propose(site, "One more")
    with pytest.raises(NotFound):
        site.service(TermProposals).propose(site.person("member"), "currency", "Talents")


def test_through_the_front_door(site: Site) -> None:
    case(site, "One", areas=["email"])
    member = site.client("practitioner")
    form = member.get("/wiki/one/edit").text
    assert 'href="/vocabularies/areas/propose?page=one" target="_blank"' in form
    sent = {"label": "Kites", "page": "one", "csrf_token": token(member, "/vocabularies/areas/propose")}
    trapped = member.post("/vocabularies/areas/propose", data={**sent, "homepage": "x"})
    assert trapped.status_code == 422
    assert 'value="Kites"' in trapped.text
    assert member.post("/vocabularies/areas/propose", data=sent).status_code == 303
    editor = site.client("editor")
    assert "1 proposed word waits" in editor.get("/vocabularies").text
    assert "Kites" in editor.get("/term-proposals").text
    page = editor.get("/term-proposals/1").text
    assert 'href="/wiki/one"' in page
    bad = {"label": "Kites", "key": "<b>", "csrf_token": token(editor, "/term-proposals/1")}
    refused = editor.post("/term-proposals/1/accept", data=bad)
    assert refused.status_code == 422
    assert 'value="&lt;b&gt;"' in refused.text
    assert editor.post("/term-proposals/1/decline", data={**bad, "answer": ""}).status_code == 422
    assert editor.post("/term-proposals/1/accept", data={**bad, "key": ""}).status_code == 303
    assert site.client().get("/topics/areas/kites").status_code == 200
