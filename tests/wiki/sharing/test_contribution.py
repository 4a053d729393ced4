"""One's own contribution: opened by code or account, talked about, changed, taken back; for its writer alone."""

import re
from datetime import timedelta

import pytest
from front_door import Site
from sharing_place import ANSWERS, by_code, hidden, mend, page_of, post, proposal, shared, values
from sqlalchemy import select

from auth.model import ANONYMOUS
from storage.database import Database
from wiki.errors import Invalid, NotFound
from wiki.pages.codes import fingerprint, hash_code
from wiki.pages.model import Remark, Signature
from wiki.pages.service import Pages
from wiki.sharing.model import CODE_LASTS, Holder
from wiki.sharing.service.contributions import Contributing, Meanwhile

NEVER = "0000-0000-0000-0000"
WRONG = "This code opens nothing."


def said(page: str, code: str) -> str:
    """What a page says, without the code that was typed and the token of its form."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.split("<main")[1]).replace(code, "")


def test_a_code_opens_its_contribution_and_nothing_else(any_site: Site) -> None:
    one, other = shared(any_site), shared(any_site, key="o" * 32, title="Another case")
    contributing = any_site.service(Contributing)
    assert contributing.by_code(one.code)[0] == one.number
    assert contributing.one(by_code(one), one.number).values["title"] == ANSWERS["title"]
    for holder in (by_code(other), Holder(), Holder(any_site.person("admin"))):
        with pytest.raises(NotFound):
            contributing.one(holder, one.number)


@pytest.mark.parametrize("typed", ["", "0000-0000-0000-0000", "xyz", "7KQM" * 50, "\x00"])
def test_a_mistyped_code_is_told_in_plain_words_and_stays_in_the_form(site: Site, typed: str) -> None:
    shared(site)
    answer = post(site.client(), "/contribution", code=typed)
    assert answer.status_code == 422
    assert WRONG in answer.text


def test_wrong_expired_and_replaced_codes_are_answered_in_the_same_words(site: Site) -> None:
    sent, old = shared(site), shared(site, key="o" * 32, title="Another case")
    site.service(Contributing).new_code(by_code(old), old.number)
    site.clock.pass_by(int(CODE_LASTS.total_seconds()) + 60)
    fresh = shared(site, key="f" * 32, title="A fresh case")
    answers = {
        said(post(site.client(), "/contribution", code=code).text, code) for code in (sent.code, old.code, NEVER)
    }
    assert len(answers) == 1
    assert WRONG in answers.pop()
    assert post(site.client(), "/contribution", code=fresh.code).status_code == 303


def test_every_word_keeps_the_code_alive(site: Site) -> None:
    sent, contributing = shared(site), site.service(Contributing)
    before = contributing.one(by_code(sent), sent.number).ends
    site.clock.pass_by(int(timedelta(days=300).total_seconds()))
    contributing.say(by_code(sent), sent.number, "Still here.")
    after = contributing.one(by_code(sent), sent.number).ends
    assert before is not None
    assert after is not None
    assert after - before >= timedelta(days=300)


def test_guessing_ends_soon_and_says_when_to_try_again(site: Site) -> None:
    sent, client = shared(site), site.client()
    answers = [post(client, "/contribution", code=f"0000-0000-0000-{number:04}").status_code for number in range(22)]
    assert answers == [422] * 20 + [429] * 2
    answer = post(client, "/contribution", code=sent.code)
    assert answer.status_code == 429
    assert "Too many codes were tried." in answer.text
    assert sent.code in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    site.clock.pass_by(3601)
    assert post(client, "/contribution", code=sent.code).status_code == 303


def test_closing_ends_it_for_this_browser(site: Site) -> None:
    sent, client = shared(site), site.client()
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}"
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    post(client, f"{path}/close")
    assert client.get(path).status_code == 404


def test_another_code_replaces_the_old_one_everywhere(site: Site) -> None:
    sent, client, elsewhere = shared(site), site.client(), site.client()
    for one in (client, elsewhere):
        post(one, "/contribution", code=sent.code)
    new = post(client, f"/contribution/{sent.number}/code").text.split('id="code">')[1].split("<")[0]
    assert elsewhere.get(f"/contribution/{sent.number}").status_code == 404
    assert client.get(f"/contribution/{sent.number}").status_code == 200
    assert post(elsewhere, "/contribution", code=sent.code).status_code == 422
    assert post(elsewhere, "/contribution", code=new).status_code == 303


def test_a_member_comes_by_account_to_whatever_they_sent(site: Site) -> None:
    member, client = site.person("member"), site.client("member")
    slug = site.page("A page to mend")
    saved = site.service(Pages).save(member, slug, 1, {"title": "A page to mend", "summary": "Other.", "body": "B."})
    path = f"/contribution/{saved.proposal_id}"
    assert f'href="{path}"' in client.get("/drafts").text
    assert client.get(path).status_code == 200
    assert site.client("trainer").get(path).status_code == 404
    post(client, f"{path}/take-back")
    assert proposal(site, saved.proposal_id or 0).state == "withdrawn"
    assert "You took it back." in client.get(path).text
    assert site.client().get(f"/wiki/{slug}").status_code == 200


def test_questions_are_answered(any_site: Site) -> None:
    sent, client = shared(any_site), any_site.client()
    trainer = any_site.person("trainer")
    with any_site.service(Database).write() as session:
        asked = Remark(field="what_failed", text="How many?", author_id=trainer.id, from_review=True, round=1)
        asked.proposal_id, asked.created = sent.number, any_site.clock()
        session.add(asked)
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}"
    page = client.get(path).text
    assert "How many?" in page
    assert "Trainer" in page
    assert post(client, f"{path}/answer", words="  ").status_code == 422
    long = post(client, f"{path}/answer", words="x" * 5001)
    assert long.status_code == 422
    assert "x" * 5001 in long.text
    assert post(client, f"{path}/answer", words="About forty.").status_code == 303
    assert "About forty." in client.get(path).text
    with any_site.service(Database).read() as session:
        said = session.scalars(select(Remark).where(Remark.from_review.is_(False))).one()
    assert (said.author_id, said.round) == (None, 1)


def test_another_round_goes_on_where_the_reviewer_left_it(any_site: Site) -> None:
    sent, contributing = shared(any_site), any_site.service(Contributing)
    round_ = mend(any_site, any_site.person("trainer"), sent.number, results="Rates rose.")
    found = contributing.one(by_code(sent), sent.number)
    assert (found.mine.get("results"), found.values["results"]) == (None, "Rates rose.")
    contributing.change(by_code(sent), sent.number, round_, {**found.values, "results": "Rates rose by half."},
                        signature=Signature("pen_name", "Nightjar"))  # fmt: skip
    kept = proposal(any_site, sent.number)
    assert (kept.state, kept.round, kept.pen_name, kept.code_hash) == ("submitted", 3, "Nightjar", hash_code(sent.code))
    assert kept.values["results"] == "Rates rose by half."


def test_visitor_and_trainer_write_at_the_same_time(any_site: Site) -> None:
    sent, contributing = shared(any_site), any_site.service(Contributing)
    mend(any_site, any_site.person("trainer"), sent.number, results="Rates rose.", what_failed="Nights: nobody.")
    contributing.change(by_code(sent), sent.number, 1, {**values(), "summary": "Turnout rose by half."})
    both = proposal(any_site, sent.number).values
    assert (both["results"], both["summary"]) == ("Rates rose.", "Turnout rose by half.")
    with pytest.raises(Meanwhile) as error:
        contributing.change(by_code(sent), sent.number, 1, {**values(), "what_failed": "Days: nobody."})
    assert error.value.theirs["what_failed"] == "Nights: nobody."
    assert proposal(any_site, sent.number).values == both


def test_a_clash_shows_both_and_keeps_the_text(site: Site) -> None:
    sent, client = shared(site), site.client()
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}/change"
    page = client.get(path).text
    mend(site, site.person("trainer"), sent.number, what_failed="Nights: nobody.")
    form = {**ANSWERS, "what_failed": "Days: nobody.", "sign": "withheld"}
    answer = post(client, path, page, **form)
    assert answer.status_code == 409
    assert "Nights" in answer.text
    assert ">\nDays: nobody.</textarea>" in answer.text
    assert post(client, path, answer.text, **form).status_code == 303
    assert proposal(site, sent.number).values["what_failed"] == "Days: nobody."


def test_a_session_that_ended_while_changing_loses_nothing(site: Site) -> None:
    sent, client = shared(site), site.client()
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}/change"
    page = client.get(path).text
    client.delete_cookie("fieldbook")
    form = {**ANSWERS, "what_failed": "Typed in an ended session.", "sign": "withheld"}
    for sending, status in (
        (post(client, path, page, **form), 422),
        (post(client, path, page, **form, code="wrong"), 422),
    ):
        assert sending.status_code == status
        assert "Typed in an ended session." in sending.text
        assert "Type your code" in sending.text
    assert post(client, path, page, **form, code=sent.code).status_code == 303
    assert proposal(site, sent.number).values["what_failed"] == "Typed in an ended session."


def test_bad_input_of_a_change_is_told_and_kept(site: Site) -> None:
    sent, client = shared(site), site.client()
    post(client, "/contribution", code=sent.code)
    path = f"/contribution/{sent.number}/change"
    answer = post(client, path, client.get(path).text, **{**ANSWERS, "title": ""}, sign="named")
    assert answer.status_code == 422
    assert "Choose how your name should appear." in answer.text
    assert hidden(answer.text)["kind"] == "case_study"


def test_taking_a_case_back_leaves_no_list_with_it(any_site: Site) -> None:
    sent = shared(any_site)
    page, contributing = page_of(any_site, sent.number), any_site.service(Contributing)
    contributing.take_back(by_code(sent), sent.number)
    contributing.take_back(by_code(sent), sent.number)
    any_site.work()
    assert proposal(any_site, sent.number).state == "withdrawn"
    for role in ("trainer", "editor"):
        assert page.title not in any_site.client(role).get("/review").text
        assert any_site.client(role).get(f"/wiki/{page.slug}").status_code == 404
    assert any_site.client("editor").get(f"/wiki/{page.slug}/archive").status_code == 404
    with pytest.raises(Invalid):
        contributing.change(by_code(sent), sent.number, 1, values())


def test_what_an_editor_withholds_is_not_given_to_the_writer_of_a_suggestion(site: Site) -> None:
    editor, member = site.person("editor"), site.person("member")
    whole = {**values(), "org_name": "Zqxlocal Nineteen"}
    slug = site.service(Pages).create(editor, "case_study", whole).slug
    saved = site.service(Pages).save(member, slug, 1, {**values(), "what_failed": "Little."})
    client = site.client("member")
    path = f"/contribution/{saved.proposal_id}"
    for page in (path, f"{path}/change"):
        assert "Zqxlocal" not in client.get(page).text
    post(
        client, f"{path}/change", client.get(f"{path}/change").text, **{**ANSWERS, "what_failed": "Less."}, sign="named"
    )
    assert proposal(site, saved.proposal_id or 0).values["org_name"] == "Zqxlocal Nineteen"


def test_a_mark_alone_is_no_code(site: Site) -> None:
    sent = shared(site)
    assert fingerprint("") == ""
    member = shared(site, site.person("member"), "m" * 32, Signature(), title="A member's case")
    assert member.code == ""
    for mark in ("", fingerprint(hash_code("")), hash_code(sent.code)):
        with pytest.raises(NotFound):
            site.service(Contributing).one(Holder(ANONYMOUS, mark), member.number)
