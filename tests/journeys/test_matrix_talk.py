"""The matrix of talk: each route by role and page state; comments of hidden pages, and hidden words, leave no trace."""

import shutil
from pathlib import Path

import pytest
from front_door import Clock, Site, cheap_passwords
from matrix_table import PAGES, ROWS
from matrix_talk import COMMENTS, TALKED_ABOUT, WHISPER, furnish
from matrix_world import ROLES, SEES, STATES, World, build, canary, never, same_for_both, slug_of, whole
from werkzeug.test import TestResponse

from wiki.app import create_app
from wiki.kinds.model import Library
from wiki.settings import Settings

EDITORS = ("editor", "admin")
REVIEWERS = (*EDITORS, "trainer")


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> tuple[World, dict[str, int]]:
    """The world of the matrix, with comments."""
    data = tmp_path_factory.mktemp("talk")
    shutil.copy(empty_database, data / "fieldbook.sqlite3")
    clock = Clock()
    settings = Settings(data=data, starter=False, runner=False, secret_key="k" * 32)
    site = Site(create_app(settings, clock, cheap_passwords()), clock)
    world = build(site, next(iter(site.service(Library).vocabularies["areas"].terms)))
    return world, furnish(site)


def traces(answer: TestResponse, role: str) -> list[str]:
    """Words of comments that this role must not meet; editors see every account's name, but in no comment's place."""
    words = [canary(state, place) for state in STATES if role not in SEES[state] for place in ("comment", "waiting")]
    words += [canary(state, "withdrawn") for state in STATES]
    words += [canary(state, "waiting") for state in STATES if role not in REVIEWERS]
    words += [canary(state, "hidden") for state in STATES if role not in EDITORS]
    words += [] if role in EDITORS else [WHISPER, WHISPER.lower()]
    text = whole(answer)
    return [word for word in words if word in text]


def test_every_role_meets_every_comment_as_the_table_says(talked: tuple[World, dict[str, int]]) -> None:
    world, numbers = talked
    wrong = []
    for (method, name), row in COMMENTS.items():
        for state, number in numbers.items():
            for role in ROLES:
                path = f"/talk/{number}{row.path}"
                answer = world.ask(role, method, f"/wiki/{slug_of(state)}{path}", dict(row.form))
                world.ask(role, "GET", "/theme")  # the words that a redirect leaves for the next page
                seen = role in SEES[state]
                expected = row.expected(state, role) if seen else row.absent[role]
                here = f"{name} {state} for {role}"
                wrong += [] if answer.status_code == expected else [f"{here}: {answer.status_code}, not {expected}"]
                wrong += [f"{here}: shows {word}" for word in traces(answer, role)]
                if not seen:
                    other = world.ask(role, method, f"/wiki/{never(state)}{path}", dict(row.form))
                    world.ask(role, "GET", "/theme")
                    if same_for_both(answer, state) != same_for_both(other, state):
                        wrong.append(f"{here}: differs from a page that never was")
    assert not wrong, "\n".join(wrong)


def test_no_other_page_tells_what_comments_keep(talked: tuple[World, dict[str, int]]) -> None:
    world, _numbers = talked
    paths = [f"/wiki/{slug_of(state)}{row.path}" for (method, _n), row in PAGES.items() if method == "GET"
             for state in STATES]  # fmt: skip
    paths += [path.format(account=world.account) for (method, name), row in ROWS.items() if method == "GET"
              and not row.hourly and not row.fresh and name != "browsing.person" for path in row.paths]  # fmt: skip
    found = {
        (role, path): traces(answer, role)
        for role in ROLES
        for path in paths
        if traces(answer := world.ask(role, "GET", path), role)
    }
    assert found == {}


@pytest.mark.parametrize("state", TALKED_ABOUT)
def test_who_sees_a_page_reads_its_comments_and_nobody_a_withheld_name(
    talked: tuple[World, dict[str, int]], state: str
) -> None:
    world, _numbers = talked
    for role in SEES[state]:
        for path in ("", "/talk", "/talk?section=what_failed"):
            text = world.ask(role, "GET", f"/wiki/{slug_of(state)}{path}").text
            assert path == "" or canary(state, "comment") in text, (role, path)  # the page shows the newest alone
            assert WHISPER.lower() not in text.lower(), (role, path)
        talk = world.ask(role, "GET", f"/wiki/{slug_of(state)}/talk").text
        assert "name withheld" in talk
        assert "Withdrawn by its writer." in talk
        assert (canary(state, "waiting") in talk) == (role in REVIEWERS and state != "held")
        assert (canary(state, "hidden") in talk) == (role in EDITORS)


def test_a_comment_is_not_reached_through_another_page(talked: tuple[World, dict[str, int]]) -> None:
    world, numbers = talked
    for role in ROLES:
        assert world.ask(role, "GET", f"/wiki/hub/talk/{numbers['public']}").status_code == 404, role
