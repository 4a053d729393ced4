"""The matrix: every route, for every role, on a page in every state; what is hidden leaves no trace anywhere."""

from datetime import timedelta

import pytest
from front_door import Site
from matrix_table import DRAFTS, PAGES, REVIEWS, ROWS, WROTE, PageRow, Row
from matrix_talk import COMMENTS, overheard
from matrix_world import (
    AUTHOR,
    PEN,
    PLACES,
    ROLES,
    SEES,
    STATES,
    World,
    canary,
    never,
    same_for_both,
    slug_of,
    whole,
    withheld,
)
from werkzeug.test import TestResponse

from auth.audit import latest
from auth.model import SYSTEM, Permission, Role
from auth.policy import LOWEST, matrix
from storage.database import Database

SILENT = {"HEAD", "OPTIONS"}
EDITORS = ("editor", "admin")
LISTS_OF_ACCOUNTS = ("/accounts", "/removals/accounts")  # tell who has an account, and nothing of what they wrote
OWN_WORDS = ("owner", "submitted")  # a name stands in the form of whoever typed it, until it is published


def words_hidden_from(role: str, own_path: str = "") -> list[str]:
    """Every word this role must not meet; the address asked for may be echoed."""
    hidden = [state for state in STATES if role not in SEES[state]]
    words = [canary(state, place) for state in hidden for place in PLACES]
    words += [slug_of(state) for state in hidden if slug_of(state) not in own_path]
    words += [withheld(state) for state in STATES if role not in EDITORS and (role, state) != OWN_WORDS]
    return [*words, canary("draft", "title"), canary("draft", "body")]


def traces(answer: TestResponse, role: str, path: str) -> list[str]:
    text = whole(answer)
    found = [word for word in words_hidden_from(role, path) if word in text]
    if AUTHOR.lower() in text.lower() and not path.startswith(LISTS_OF_ACCOUNTS):
        found.append("a name that nothing is signed by")
    return found if path.startswith("/people/") else found + overheard(text, role)


def test_every_route_has_its_row(site: Site) -> None:
    answered = {
        (method, rule.endpoint) for rule in site.app.url_map.iter_rules() for method in (rule.methods or set()) - SILENT
    }
    assert answered == {*PAGES, *REVIEWS, *COMMENTS, *DRAFTS, *WROTE, *ROWS}


def test_every_role_meets_every_page_as_the_table_says(world: World) -> None:
    wrong = [one for (method, name), row in PAGES.items() for one in _page_row(world, method, name, row)]
    assert not wrong, "\n".join(wrong)


def _page_row(world: World, method: str, name: str, row: PageRow) -> list[str]:
    wrong = []
    for role in ROLES:
        other: tuple[object, ...] = ()
        for state in STATES:
            path, absent = f"/wiki/{slug_of(state)}{row.path}", f"/wiki/{never(state)}{row.path}"
            seen = role in SEES[state]
            for _ in range(row.times if seen else 1):
                answer = world.press(role, method, path, dict(row.form))
            expected = row.expected(state, role) if seen else row.absent[role]
            here = f"{name} {state} for {role}"
            if answer.status_code != expected:
                wrong.append(f"{here}: {answer.status_code}, not {expected}")
            wrong += [f"{here}: shows {word}" for word in traces(answer, role, path)]
            if not seen:
                if not other or not row.path:  # the address alone offers what it is near to; below it, once a role
                    other = same_for_both(world.press(role, method, absent, dict(row.form)), state)
                if same_for_both(answer, state) != other:
                    wrong.append(f"{here}: differs from a page that never was")
    return wrong


def test_every_role_meets_every_proposal_as_the_table_says(world: World) -> None:
    wrong = []
    for (method, name), row in REVIEWS.items():
        for role in ROLES:
            for state in STATES:
                path = f"/review/{world.proposals[state]}{row.path}"
                answer = world.ask(role, method, path, dict(row.form))
                expected = row.expected(state, role) if role in SEES[state] else row.absent[role]
                if answer.status_code != expected:
                    wrong.append(f"{name} {state} for {role}: {answer.status_code}, not {expected}")
                wrong += [f"{name} {state} for {role}: shows {word}" for word in traces(answer, role, path)]
    assert not wrong, "\n".join(wrong)


def test_what_a_reviewer_may_not_see_cannot_be_accepted(world: World) -> None:
    for state in ("held", "archived"):
        assert world.ask("trainer", "POST", f"/review/{world.proposals[state]}/accept").status_code == 404


def test_a_contribution_is_there_for_its_writer_alone(world: World) -> None:
    """Ona wrote the submitted page; the proposals on all others are somebody else's, or a reader's with a code."""
    ends = {"contribution": "", "change_now": "/change", "say": "/answer", "replace_code": "/code"}
    for (method, endpoint), status in WROTE.items():
        name = endpoint.removeprefix("sharing.")
        for role in ROLES:
            for state in STATES:
                path = f"/contribution/{world.proposals[state]}{ends.get(name, '/' + name)}"
                world.site.clock.now += timedelta(hours=name == "change_now")  # it counts codes that were tried
                answer = world.ask(role, method, path, {"kind": "case_study"})
                absent = 303 if name == "close" else 422 if name == "change_now" else 404
                expected = status if (role, state) == OWN_WORDS else absent
                assert answer.status_code == expected, (role, state, path)
                own = state if (role, state) == OWN_WORDS else ""
                assert [word for word in traces(answer, role, path) if own not in word or not own] == [], (role, path)


def test_somebody_elses_draft_is_no_draft_at_all(world: World) -> None:
    for (method, _name), path in DRAFTS.items():
        for role in ROLES:
            answer = world.ask(role, method, path.format(world.draft))
            other = world.ask(role, method, path.format(999999))
            assert answer.status_code == other.status_code == 404
            assert traces(answer, role, path) == []
    for role in ROLES[1:]:
        assert world.ask(role, "GET", f"/new/page?draft={world.draft}").status_code == 404
        assert world.ask(role, "GET", f"/wiki/hub/edit?draft={world.draft}").status_code == 404


def test_every_other_route_answers_each_role_as_the_table_says_and_leaks_nothing(world: World) -> None:
    wrong = [
        one for (method, name), row in ROWS.items() for role in ROLES for one in _row(world, method, name, row, role)
    ]
    assert not wrong, "\n".join(wrong)


def _row(world: World, method: str, name: str, row: Row, role: str) -> list[str]:
    wrong = []
    if row.hourly:
        world.site.clock.now += timedelta(hours=1)
    for pattern in row.paths:
        path = pattern.format(account=world.account)
        answer = world.ask(role, method, path, dict(row.form))
        if answer.status_code != row.answers[role]:
            wrong.append(f"{name} {path} for {role}: {answer.status_code}, not {row.answers[role]}")
        wrong += [f"{name} {path} for {role}: shows {word}" for word in traces(answer, role, path)]
    if row.fresh:
        world.sign_in(role)
    return wrong


@pytest.mark.parametrize("state", ["public", "members", "held"])
def test_those_who_may_see_a_page_find_it_wherever_pages_are_found(world: World, state: str) -> None:
    """Without this, a site that showed nothing at all would pass."""
    title, slug = canary(state, "title"), slug_of(state)
    finders: dict[str, str] = {
        "/search?q=quokka": slug,
        "/search?q=wombat": slug,
        "/search/suggest?q=quokka": title,
        "/case-studies": title,
        "/topics/org_type/worker_center": title,
        "/changes": title,
        "/people/ona": title,
        "/orphans": title,
        "/wiki/hub/links": title,
        "/wanted": canary(state, "link"),
    }
    for role in SEES[state]:
        missed = [path for path, word in finders.items() if word not in world.ask(role, "GET", path).text]
        assert missed == [], role


@pytest.mark.parametrize("state", STATES[1:])
def test_a_hidden_pages_title_leads_nowhere(world: World, state: str) -> None:
    """An old address and a title lead on for those who see the page, and are unknown to all others."""
    old = f"/wiki/quokka-{canary(state, 'title')}"
    for role in ROLES:
        answer = world.ask(role, "GET", old)
        assert answer.status_code == (301 if role in SEES[state] else 404), role
        assert (slug_of(state) in whole(answer)) == (role in SEES[state]), role


def test_a_pen_name_stands_where_names_stand_and_leads_nowhere(world: World) -> None:
    page = f"/wiki/{slug_of('public')}"
    history = world.ask("reader", "GET", f"{page}/history").text
    assert PEN in history
    assert "name withheld" in history
    for handle in ("withheld", "penned", "proposing"):
        own = world.ask("admin", "GET", f"/people/{AUTHOR.lower()}-{handle}")
        assert own.status_code == 200
        assert [state for state in STATES if slug_of(state) in own.text] == []


def test_the_audit_log_names_nobody_who_withholds_their_name(world: World) -> None:
    told = [
        (entry.actor_name, entry.action, entry.actor_id)
        for entry in latest(world.site.service(Database), SYSTEM, count=100_000)
        if entry.action.startswith(("page.", "proposal.", "contribution."))
    ]
    assert [one for one in told if AUTHOR.lower() in one[0].lower()] == []
    assert {actor_id for name, _action, actor_id in told if name in ("", PEN)} == {None}
    assert {PEN, ""} <= {name for name, _action, _actor_id in told}


def test_a_link_to_a_hidden_page_looks_like_one_that_nobody_wrote(world: World) -> None:
    site = world.site
    body = f"[[{slug_of('held')}|One]] and [[{never('held')}|two]]."
    slug = site.page("Pointing", body=body)
    text = world.ask("member", "GET", f"/wiki/{slug}").text
    assert f'href="/wiki/{slug_of("held")}"' not in text
    assert text.count('class="missing"') == 2


@pytest.mark.parametrize("role", ROLES)
def test_a_cached_copy_is_never_a_way_to_a_hidden_page(world: World, role: str) -> None:
    """The tag of an answer to somebody who sees the page opens nothing for somebody who does not."""
    for state in STATES[1:]:
        seer = SEES[state][0]
        path = f"/wiki/{slug_of(state)}"
        tag = world.ask(seer, "GET", path).headers.get("ETag", '"none"')
        if role not in SEES[state]:
            answer = world.clients[role].get(path, headers={"If-None-Match": tag})
            assert answer.status_code == 404


def test_the_table_of_permissions_is_that_of_the_product() -> None:
    """Each row of the product's table that is built; the first role that has the tick."""
    product = {
        "read public pages, search, browse, compare": (Role.READER, [Permission.PAGE_READ_PUBLIC]),
        "suggest a change": (Role.READER, [Permission.PAGE_SUGGEST]),
        "read members' pages": (Role.MEMBER, [Permission.PAGE_READ_MEMBERS, Permission.COMMENT_WRITE]),
        "edit any page: goes to review": (Role.MEMBER, [Permission.PAGE_SUBMIT]),
        "edit and publish at once, check how-tos, tidy tags": (
            Role.PRACTITIONER,
            [Permission.PAGE_PUBLISH, Permission.PAGE_CHECK, Permission.PAGE_TAG],
        ),
        "review proposals, finish events and sessions": (
            Role.TRAINER,
            [Permission.PROPOSAL_REVIEW, Permission.EVENT_PUBLISH],
        ),
        "vocabularies, visibility, lock, move, archive, restore, promote up to trainer": (
            Role.EDITOR,
            [
                Permission.PAGE_RESTRICT,
                Permission.COMMENT_MODERATE,
                Permission.PAGE_LOCK,
                Permission.PAGE_MOVE,
                Permission.PAGE_MERGE,
                Permission.PAGE_ARCHIVE,
                Permission.ACCOUNT_GRANT,
                Permission.VOCABULARY_CHANGE,
                Permission.WANTED_MANAGE,
            ],
        ),
        "accounts and roles, import, export, audit log": (
            Role.ADMIN,
            [Permission.ACCOUNT_MANAGE, Permission.SITE_CONFIGURE, Permission.AUDIT_READ, Permission.CONTENT_REMOVE],
        ),
    }
    said = {permission: role for role, permissions in product.values() for permission in permissions}
    assert said == LOWEST


def test_each_role_may_all_that_the_one_before_may() -> None:
    lines = matrix().splitlines()[1:]
    for line in lines:
        marks = line.split()[1:]
        assert marks == sorted(marks), line  # "-" sorts before "x": once given, never taken back


def test_the_walk_over_routes_leaves_every_page_where_it_was(world: World) -> None:
    found = [world.ask("admin", "GET", f"/wiki/{slug_of(state)}").status_code for state in STATES]
    assert found == [200] * len(STATES)
