"""The front door of editors and admins, house rules, and the audit log."""

import csv
import io
from dataclasses import fields

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from auth import audit
from auth.audit import AuditLog, Sought
from auth.desk import Desk
from auth.errors import Forbidden
from auth.model import SYSTEM
from auth.service import Profile
from storage.database import Database
from storage.jobs import Job, Runner
from wiki.admin.forms import ASKED
from wiki.admin.service import Overview
from wiki.rules.model import HouseRules
from wiki.rules.service import Rules


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


def typed(**changed: str) -> dict[str, str]:
    """The form as it stands, with some fields typed anew."""
    rules = HouseRules()
    whole = {key: str(getattr(rules, key)) for key, rule in ASKED.items() if rule.type != "yes"}
    return {**whole, "without_account": "yes", "keep_searches": "yes", **changed}


def test_the_board_counts_what_this_role_may_decide(any_site: Site) -> None:
    any_site.page()
    member = any_site.client("member")
    send(member, "/new/page", action="save", title="Waiting", summary="One.", body="Words.")
    editor, admin = (any_site.client(role).get("/admin").text for role in ("editor", "admin"))
    board = any_site.service(Overview).board(any_site.person("editor"))
    assert [(one.words, one.number) for one in board.waiting] == [("Changes to review", 1)]
    assert 'href="/admin/audit"' in admin
    assert 'href="/admin/rules"' in admin
    assert "/admin/audit" not in editor
    assert "/accounts/invitations" not in editor
    for role in ("member", "practitioner", "trainer"):
        with pytest.raises(Forbidden):
            any_site.service(Overview).board(any_site.person(role))


def test_every_house_rule_is_asked_for() -> None:
    """A new rule in wiki/rules/model.py has its words in wiki/admin/forms.py, or no admin can change it."""
    assert set(ASKED) == {field.name for field in fields(HouseRules)}


def test_rules_are_saved_told_and_audited(any_site: Site) -> None:
    client = any_site.client("admin")
    sent = typed(
        smallest_group="5", blocked_words="Casino\n\n  casino \nBuy   now", blocked_sites="https://www.Spam.example/x"
    )
    sent.pop("without_account")
    assert send(client, "/admin/rules", **sent).status_code == 302
    now = any_site.service(Rules).now()
    assert now == HouseRules(
        without_account=False, smallest_group=5, blocked_words="casino\nbuy now", blocked_sites="spam.example"
    )
    page = client.get("/admin/rules").text
    assert "buy now" in page
    lines = any_site.service(AuditLog).find(any_site.person("admin"), Sought(action="rule.changed")).entries
    assert {line.subject for line in lines} == {"without_account", "smallest_group", "blocked_words", "blocked_sites"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("smallest_group", "0"), ("smallest_group", "many"), ("hold_first", "-1"), ("hold_first", "9" * 5000),
        ("after_accepted", ""), ("blocked_words", "a"), ("blocked_words", "x" * 101), ("blocked_sites", "not a site"),
        ("refused_mail", "example"), ("from_one_place", "٣"), ("blocked_words", "\n".join(map(str, range(1000, 1600)))),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_keep_what_was_typed(site: Site, field: str, value: str) -> None:
    answer = send(site.client("admin"), "/admin/rules", **typed(**{field: value, "refused_a_day": "7"}))
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert 'value="7"' in answer.text
    assert site.service(Rules).now() == HouseRules()


def test_the_log_is_filtered_by_who_what_subject_and_day(any_site: Site) -> None:
    slug = any_site.page("Filtered")
    admin, client = any_site.person("admin"), any_site.client("admin")
    log = any_site.service(AuditLog)
    for sought in (Sought(who="edit"), Sought(action="page.published"), Sought(subject=slug[:5])):
        assert [line.subject for line in log.find(admin, sought).entries if line.action.startswith("page.")] == [slug]
    editor = any_site.person("editor").id
    assert log.find(admin, Sought(who=str(editor))).total >= 1
    day = "2026-11-23"
    assert slug in client.get(f"/admin/audit?since={day}&until={day}").text
    assert "No line is like that" in client.get("/admin/audit?since=2026-11-24").text
    assert "No line is like that" in client.get("/admin/audit?until=2026-11-22").text


@pytest.mark.parametrize(
    "query",
    ["since=never", "until=2026-13-45", "page=0", "page=" + "9" * 40, "page=%00", "who=%00%ed%a0%80", "who=" + "9" * 30,
     "who=%25_%5C", "subject=" + "%27%20OR%201=1--", "until=9999-12-31", "action=" + "x" * 5000, "since=0001-01-01"],
)  # fmt: skip
def test_hostile_filters_are_answered(any_site: Site, query: str) -> None:
    client = any_site.client("admin")
    for path in ("/admin/audit", "/admin/audit.csv"):
        assert client.get(f"{path}?{query}").status_code in (200, 422)


def test_the_log_is_read_in_pages(site: Site) -> None:
    admin, client = site.person("admin"), site.client("admin")
    accounts = site.service(Desk).accounts
    for _ in range(60):
        accounts.update_profile(admin, Profile("Admin"))
    first, second = (client.get(f"/admin/audit?action=account.profile_changed&page={page}").text for page in (1, 2))
    assert first.count("account.profile_changed</td>") == 50
    assert second.count("account.profile_changed</td>") == 10
    assert "60 lines" in first


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_is_a_formula(site: Site, start: str) -> None:
    with site.service(Database).write() as session:
        audit.record(session, site.clock(), SYSTEM, "page.moved", f"{start}cmd|' /C calc'!A0", before=start)
    answer = site.client("admin").get("/admin/audit.csv?action=page.moved")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[1][4] == f"'{start}cmd|' /C calc'!A0"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_stuck_jobs_are_shown_and_tried_again(site: Site) -> None:
    with site.service(Database).write() as session:
        session.add(Job(kind="mail", payload={}, state="parked", due=site.clock(), error="Refused: no such host"))
    client = site.client("admin")
    assert "Refused: no such host" in client.get("/admin/jobs").text
    assert "Jobs that are stuck" in client.get("/admin").text
    send(client, "/admin/jobs/retry")
    assert site.service(Runner).parked() == []


def test_the_board_says_how_far_search_is_behind(site: Site) -> None:
    site.page("Not there yet")
    admin = site.client("admin")
    assert "is being made anew" in admin.get("/admin").text
    site.work()
    board = {one.words: one for one in site.service(Overview).board(site.person("admin")).site}
    waiting = board["Pages that search does not show as they are now"]
    assert (waiting.number, waiting.hint) == (0, "")
    assert "Pages that search" not in site.client("editor").get("/admin").text
