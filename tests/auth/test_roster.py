"""Looking after accounts."""

import pytest
from auth_place import Place

from auth.errors import Forbidden, Invalid, Missing
from auth.model import ANONYMOUS, SYSTEM, Role


def test_editors_raise_people_up_to_trainer_and_no_further(place: Place) -> None:
    editor, ana = place.person("editor", Role.EDITOR), place.person("ana")
    chief = place.person("chief", Role.ADMIN)
    roster = place.desk.roster
    for role in (Role.PRACTITIONER, Role.TRAINER, Role.MEMBER):
        assert roster.grant(editor.actor, ana.id, role).role == role
    for role in (Role.EDITOR, Role.ADMIN):
        with pytest.raises(Forbidden):
            roster.grant(editor.actor, ana.id, role)
    for other in (chief, editor):
        with pytest.raises(Forbidden):
            roster.grant(editor.actor, other.id, Role.MEMBER)
    with pytest.raises(Forbidden):
        roster.deactivate(editor.actor, ana.id)


def test_others_neither_look_nor_change(place: Place) -> None:
    ana = place.person("ana")
    roster = place.desk.roster
    for actor in (ANONYMOUS, ana.actor, place.person("trainer", Role.TRAINER).actor):
        with pytest.raises(Forbidden):
            roster.find(actor)
        with pytest.raises(Forbidden):
            roster.get(actor, ana.id)
        with pytest.raises(Forbidden):
            roster.grant(actor, ana.id, Role.ADMIN)
        with pytest.raises(Forbidden):
            roster.deactivate(actor, ana.id)
        with pytest.raises(Forbidden):
            roster.reactivate(actor, ana.id)


def test_a_role_taken_away_a_moment_ago_is_worth_nothing(place: Place) -> None:
    chief, former, ana = place.person("chief", Role.ADMIN), place.person("former", Role.ADMIN), place.person("ana")
    stale = former.actor
    place.desk.roster.grant(chief.actor, former.id, Role.MEMBER)
    with pytest.raises(Forbidden):
        place.desk.roster.grant(stale, ana.id, Role.ADMIN)
    place.desk.roster.grant(SYSTEM, former.id, Role.ADMIN)
    place.desk.roster.deactivate(chief.actor, former.id)
    with pytest.raises(Forbidden):
        place.desk.roster.deactivate(stale, ana.id)


def test_the_last_admin_stays(place: Place) -> None:
    chief = place.person("chief", Role.ADMIN)
    roster = place.desk.roster
    for deed in (
        lambda: roster.grant(chief.actor, chief.id, Role.EDITOR),
        lambda: roster.deactivate(chief.actor, chief.id),
        lambda: roster.deactivate(SYSTEM, chief.id),
    ):
        with pytest.raises(Invalid):
            deed()
    closed = place.person("closed", Role.ADMIN)
    roster.deactivate(chief.actor, closed.id)
    with pytest.raises(Invalid):
        roster.grant(chief.actor, chief.id, Role.EDITOR)


def test_finding(place: Place) -> None:
    chief, editor = place.person("chief", Role.ADMIN), place.person("editor", Role.EDITOR)
    place.person("ana")
    roster = place.desk.roster
    assert [a.name for a in roster.find(chief.actor).accounts] == ["Ana", "Chief", "Editor"]
    assert [a.name for a in roster.find(chief.actor, "ana@ex").accounts] == ["Ana"]
    assert [a.name for a in roster.find(editor.actor, "ana@ex").accounts] == []
    assert [a.name for a in roster.find(editor.actor, "AN").accounts] == ["Ana"]
    assert [a.name for a in roster.find(chief.actor, role=Role.EDITOR).accounts] == ["Editor"]
    for hostile in ("%", "_", "\\", "'", "\x00%", "x" * 10_000):
        assert roster.find(chief.actor, hostile).total == 0
    assert roster.find(chief.actor, page=10**18).accounts == []
    assert roster.find(chief.actor, page=-1).page == 1


def test_absent_accounts(place: Place) -> None:
    for deed in (place.desk.roster.get, place.desk.roster.deactivate, place.desk.roster.reactivate):
        with pytest.raises(Missing):
            deed(SYSTEM, 999)
    with pytest.raises(Missing):
        place.desk.roster.grant(SYSTEM, 999, Role.TRAINER)
    with pytest.raises(Invalid):
        place.desk.roster.grant(SYSTEM, place.person("ana").id, Role.READER)
