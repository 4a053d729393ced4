"""Writing together through the front door: mended while a third person edits; returned twice, then accepted."""

import re

from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from wiki.reviews.service import Reviews

PAGE = {"title": "Phone trees", "summary": "A page for a test.", "body": "First.\n\nSecond.\n\nThird."}


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), "action": "save", **form})


def edit(client: FlaskClient, slug: str, base: int, note: str, **changed: str) -> TestResponse:
    return send(client, f"/wiki/{slug}/edit", **PAGE | changed, base=str(base), note=note)


def number_of(client: FlaskClient) -> str:
    found = re.search(r'href="(/review/\d+)"', client.get("/review").text)
    assert found is not None
    return found[1]


def test_a_member_suggests_and_a_reviewer_mends_and_accepts_while_a_third_person_edits(any_site: Site) -> None:
    slug = any_site.page(**PAGE)
    member, trainer, third = (any_site.client(*who) for who in (("member", "Ona"), ("trainer", "Ana"), ("editor",)))
    assert edit(member, slug, 1, "Second said plainer", body="First.\n\nSecond, plainer.\n\nThird.").status_code == 302
    case = number_of(trainer)
    assert send(trainer, f"{case}/claim").status_code == 302
    form = trainer.get(f"{case}/mend").text
    assert "Second, plainer." in form
    assert edit(third, slug, 1, "", body="First, by others.\n\nSecond.\n\nThird.").status_code == 302
    mended = PAGE | {"body": "First.\n\nSecond, plainer.\n\nThird, mended."}
    answer = send(trainer, f"{case}/mend", **mended, base="1", round="1", note="Mended the third", action="publish")
    assert answer.status_code == 302
    page = any_site.client().get(f"/wiki/{slug}").text
    for words in ("First, by others.", "Second, plainer.", "Third, mended.", "by Ona", "Reviewed by Ana"):
        assert words in page
    assert "Second said plainer" in any_site.client().get(f"/wiki/{slug}/history").text
    assert "Mended the third" in member.get("/drafts").text


def test_where_mending_meets_the_third_persons_words_all_of_them_stay(any_site: Site) -> None:
    slug = any_site.page(**PAGE)
    member, trainer, third = (any_site.client(*who) for who in (("member", "Ona"), ("trainer", "Ana"), ("editor",)))
    edit(member, slug, 1, "Plainer", body="First.\n\nSecond, plainer.\n\nThird.")
    case = number_of(trainer)
    edit(third, slug, 1, "", body="First.\n\nSecond, by others.\n\nThird.")
    assert "The page changed in the same place:" in trainer.get(case).text
    mended = PAGE | {"body": "First.\n\nSecond, plainer and mended.\n\nThird."}
    answer = send(trainer, f"{case}/mend", **mended, base="1", round="1", action="publish")
    assert answer.status_code == 409
    for words in ("Second, by others.", "Second, plainer and mended."):
        assert words in answer.text
    together = PAGE | {"body": "First.\n\nSecond, by all of us.\n\nThird."}
    answer = send(trainer, f"{case}/accept", **together, base="2", round="2")
    assert answer.status_code == 302
    assert "Second, by all of us." in any_site.client().get(f"/wiki/{slug}").text


def test_returned_twice_then_accepted(any_site: Site) -> None:
    slug = any_site.page(**PAGE)
    member, trainer = any_site.client("member", "Ona"), any_site.client("trainer", "Ana")
    edit(member, slug, 1, "Where it is from", body="First, from a paper.")
    case = number_of(trainer)
    for round_, (asks, writes) in enumerate(
        [("Which paper?", "First, from the Times."), ("Which year?", "First, from the Times of 2019.")], 1
    ):
        answer = send(trainer, f"{case}/return", answer=asks, field="body", round=str(round_))
        assert answer.status_code == 302
        drafts = member.get("/drafts").text
        assert asks in drafts
        assert "returned by Ana" in drafts
        form = member.get(re.search(r'href="(/drafts/returned/\d+)"', drafts)[1]).text  # type: ignore[index]
        assert form.index(asks) < form.index('id="f-body"'), "beside the place it concerns"
        edit(member, slug, 1, f"Round {round_ + 1}", body=writes)
    page = trainer.get(case).text
    for words in ("Which paper?", "Which year?", "Round 3", "Compare with round 2"):
        assert words in page
    rounds = trainer.get(f"{case}/rounds/3?from=1").text
    assert "Times of 2019" in rounds
    assert send(trainer, f"{case}/accept", round="2").status_code == 409, "an older round is not what was looked at"
    assert "First, from" not in any_site.client().get(f"/wiki/{slug}").text
    assert send(trainer, f"{case}/accept", round="3").status_code == 302
    assert "First, from the Times of 2019." in any_site.client().get(f"/wiki/{slug}").text
    assert "accepted by Ana" in member.get("/drafts").text


def test_the_second_of_two_reviewers_reads_plain_words_and_loses_nothing(site: Site) -> None:
    slug = site.page(**PAGE)
    edit(site.client("member"), slug, 1, "Plainer", body="First.")
    ana, ben = site.client("trainer", "Ana"), site.client("trainer", "Ben")
    case = number_of(ana)
    assert send(ana, f"{case}/claim").status_code == 302
    answer = send(ben, f"{case}/return", answer="A whole paragraph of advice.", round="1")
    assert answer.status_code == 409
    assert "Ana has taken this one." in answer.text
    assert "A whole paragraph of advice." in answer.text
    assert "Take it over" in answer.text
    assert send(ben, f"{case}/claim", over="1").status_code == 302
    assert send(ben, f"{case}/accept", round="1").status_code == 302
    answer = send(ana, f"{case}/decline", answer="No.", round="1")
    assert answer.status_code == 409
    assert "Ben has decided about this already." in answer.text
    assert "Decided:" in ana.get(case).text


def test_declining_without_a_reason_asks_for_one(site: Site) -> None:
    slug = site.page(**PAGE)
    edit(site.client("member"), slug, 1, "Plainer", body="First.")
    trainer = site.client("trainer")
    answer = send(trainer, f"{number_of(trainer)}/decline", answer=" ")
    assert answer.status_code == 422
    assert "Say why, so that the writer understands it." in answer.text
    assert len(site.service(Reviews).waiting(site.person("trainer"))) == 1
