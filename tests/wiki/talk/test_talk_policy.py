"""Who may do what with a comment, as a table: one row a state and a person, one letter an act."""

import pytest

from auth.model import ANONYMOUS, Actor, Role
from wiki.talk.model import GONE, HIDDEN, SHOWN, WAITS, Comment
from wiki.talk.policy import abilities, is_trusted, reads

ACTS = {"r": "reply", "e": "edit", "w": "withdraw", "d": "resolve", "h": "hide", "s": "show", "c": "change"}
PEOPLE = {
    "reader": ANONYMOUS,
    "writer": Actor(1, Role.MEMBER, "Writer", "writer"),
    "member": Actor(2, Role.MEMBER, "Member", "member"),
    "owner": Actor(3, Role.MEMBER, "Owner", "owner"),
    "practitioner": Actor(4, Role.PRACTITIONER, "Practitioner", "practitioner"),
    "trainer": Actor(5, Role.TRAINER, "Trainer", "trainer"),
    "editor": Actor(6, Role.EDITOR, "Editor", "editor"),
}
TABLE = {  # "." reads it; without one it is not there for them
    SHOWN: {"reader": ".", "writer": ".rewdc", "member": ".rc", "owner": ".rdc", "practitioner": ".rc",
            "trainer": ".rdc", "editor": ".rdhc"},
    WAITS: {"reader": "", "writer": ".ewd", "member": "", "owner": "d", "practitioner": "", "trainer": ".dhs",
            "editor": ".dhs"},
    HIDDEN: {"reader": "", "writer": ".wd", "member": "", "owner": "d", "practitioner": "", "trainer": "d",
             "editor": ".ds"},
    GONE: {"reader": "", "writer": "d", "member": "", "owner": "d", "practitioner": "", "trainer": "d", "editor": "d"},
}  # fmt: skip


def comment(state: str, **more: object) -> Comment:
    return Comment(id=9, page_id=1, author_id=1, state=state, thread_id=None, resolved=None, **more)


@pytest.mark.parametrize("state", list(TABLE))
@pytest.mark.parametrize("who", list(PEOPLE))
def test_the_table(state: str, who: str) -> None:
    found = abilities(PEOPLE[who], comment(state), 3, published=True)
    assert found == {ACTS[letter] for letter in TABLE[state][who].lstrip(".")}
    assert reads(PEOPLE[who], comment(state)) == TABLE[state][who].startswith(".")


def test_on_a_page_off_the_shelves_nobody_goes_on_talking() -> None:
    for actor in PEOPLE.values():
        assert abilities(actor, comment(SHOWN), 3, published=False) <= {"withdraw", "hide"}


def test_a_reply_is_not_resolved_and_nobody_passes_their_own_first_comment() -> None:
    answer = Comment(id=9, page_id=1, author_id=5, state=WAITS, thread_id=2, resolved=None)
    assert abilities(PEOPLE["trainer"], answer, 3, published=True) == {"edit", "withdraw", "hide"}


@pytest.mark.parametrize(
    ("role", "proved", "least", "trusted"),
    [(1, 0, 1, False), (1, 1, 1, True), (1, 0, 0, True), (1, 2, 3, False), (2, 0, 3, True), (4, 0, 9, True)],
)
def test_whose_comments_are_shown_at_once(role: int, proved: int, least: int, trusted: bool) -> None:
    assert is_trusted(Actor(7, Role(role), "One", "one"), proved, least) is trusted
