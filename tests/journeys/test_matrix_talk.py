"""The matrix of talk: each route by role and page state; comments of hidden pages, and hidden words, leave no trace."""

import pytest
from matrix_talk import COMMENTS, EDITORS, REVIEWERS, TALKED_ABOUT, WHISPER, overheard
from matrix_world import ROLES, SEES, World, canary, never, same_for_both, slug_of, whole


def test_every_role_meets_every_comment_as_the_table_says(talked: tuple[World, dict[str, int]]) -> None:
    world, numbers = talked
    wrong = []
    for (method, name), row in COMMENTS.items():
        for state, number in numbers.items():
            for role in ROLES:
                path = f"/talk/{number}{row.path}"
                answer = world.press(role, method, f"/wiki/{slug_of(state)}{path}", dict(row.form))
                seen = role in SEES[state]
                expected = row.expected(state, role) if seen else row.absent[role]
                here = f"{name} {state} for {role}"
                wrong += [] if answer.status_code == expected else [f"{here}: {answer.status_code}, not {expected}"]
                wrong += [f"{here}: shows {word}" for word in overheard(whole(answer), role)]
                if not seen:
                    other = world.press(role, method, f"/wiki/{never(state)}{path}", dict(row.form))
                    if same_for_both(answer, state) != same_for_both(other, state):
                        wrong.append(f"{here}: differs from a page that never was")
    assert not wrong, "\n".join(wrong)


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
