"""Accounts: passwords, sign-ins, profiles."""

import pytest
from argon2 import PasswordHasher
from auth_place import PASSWORD, Place
from sqlalchemy import text

from auth import audit
from auth.errors import Forbidden, Invalid, Missing, TooMany
from auth.model import ANONYMOUS, SYSTEM, Attribution, Role
from auth.passwords import Passwords
from auth.service import WRONG, Profile
from storage.jobs import Job

HOME = "203.0.113.9"
WORK = "198.51.100.4"


def test_the_right_password_whatever_the_letters_of_the_address(place: Place) -> None:
    ana = place.person("ana")
    assert place.desk.accounts.authenticate(" Ana@Example.ORG ", PASSWORD, HOME).id == ana.id


def test_wrong_password_unknown_and_closed_account_are_told_the_same(place: Place) -> None:
    place.person("ana")
    closed = place.person("closed")
    place.desk.roster.deactivate(SYSTEM, closed.id)
    told = []
    for email, password in [
        ("ana@example.org", "wrong"),
        ("no@example.org", "wrong"),
        ("closed@example.org", PASSWORD),
    ]:
        before = place.passwords.compared
        with pytest.raises(Invalid) as refusal:
            place.desk.accounts.authenticate(email, password, HOME)
        told.append([(p.field, p.message, dict(p.params)) for p in refusal.value.problems])
        assert place.passwords.compared == before + 1  # the same work, too
    assert told == [[("email", WRONG, {})]] * 3


def test_a_thousand_wrong_passwords_hardly_reach_the_hash_and_lock_nobody_out(place: Place) -> None:
    ana = place.person("ana")
    for _ in range(1000):
        with pytest.raises((Invalid, TooMany)):
            place.desk.accounts.authenticate("ana@example.org", "wrong", HOME)
    assert place.passwords.compared <= 20
    assert place.desk.accounts.authenticate("ana@example.org", PASSWORD, WORK).id == ana.id


def test_a_thousand_addresses_guessed_from_one_place_hardly_reach_the_hash(place: Place) -> None:
    for number in range(200):
        with pytest.raises((Invalid, TooMany)):
            place.desk.accounts.authenticate(f"guess{number}@example.org", "wrong", HOME)
    assert place.passwords.compared <= 20


def test_a_hall_full_of_people_behind_one_address_gets_in(place: Place) -> None:
    place.person("ana")
    for _ in range(40):
        place.desk.accounts.authenticate("ana@example.org", PASSWORD, HOME)


@pytest.mark.parametrize("email", ["", "a" * 5000, "ana\x00@example.org", "' OR 1=1 --", "%s%n", "\ud800@example.org"])
def test_hostile_addresses_are_just_wrong(place: Place, email: str) -> None:
    with pytest.raises(Invalid):
        place.desk.accounts.authenticate(email, "x" * 100_000, HOME)


def test_an_old_hash_is_renewed_at_sign_in(place: Place) -> None:
    ana = place.person("ana")
    old = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)).hash(PASSWORD)
    with place.database.write() as session:
        session.execute(text("UPDATE account SET password_hash = :old"), {"old": old})
    place.desk.accounts.authenticate("ana@example.org", PASSWORD, HOME)
    assert place.desk.accounts.get(ana.actor).password_hash != old
    place.desk.accounts.authenticate("ana@example.org", PASSWORD, HOME)


def test_a_session_key_is_kept_as_a_hash_and_ends_in_time(place: Place) -> None:
    ana = place.person("ana")
    key = place.desk.accounts.open_session(ana)
    assert len(key) >= 43
    known = place.desk.accounts.by_session_key(key)
    assert known is not None
    assert known.actor == ana.actor
    with place.database.read() as session:
        assert key not in str(session.execute(text("SELECT * FROM sign_in")).all())
    place.clock.forward(days=60)
    assert place.desk.accounts.by_session_key(key) is None
    place.desk.accounts.open_session(ana)
    with place.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM sign_in")) == 1


@pytest.mark.parametrize("key", ["", "x", "\x00", "\ud800", "a" * 10_000])
def test_hostile_keys_are_nobody(place: Place, key: str) -> None:
    assert place.desk.accounts.by_session_key(key) is None


def test_what_ends_which_sign_ins(place: Place) -> None:
    service, roster = place.desk.accounts, place.desk.roster
    ana, bea = place.person("ana"), place.person("bea")
    spared = service.open_session(bea)

    def signed_in_twice() -> list[str]:
        return [service.open_session(ana), service.open_session(ana)]

    one, other = signed_in_twice()
    service.close_session(one)
    assert service.by_session_key(one) is None
    assert service.by_session_key(other) is not None
    deeds = [
        lambda: service.sign_out_everywhere(ana.actor),
        lambda: service.change_password(ana.actor, PASSWORD, "another long phrase", HOME),
        lambda: place.desk.resets.reset(place.desk.resets.link_for(SYSTEM, ana.id), "a third long phrase"),
        lambda: roster.grant(SYSTEM, ana.id, Role.EDITOR),
        lambda: roster.deactivate(SYSTEM, ana.id),
    ]
    for deed in deeds:
        keys = signed_in_twice()
        deed()
        assert [service.by_session_key(key) for key in keys] == [None, None]
    assert service.by_session_key(spared) is not None


def test_changing_the_password(place: Place) -> None:
    ana, service = place.person("ana"), place.desk.accounts
    link = place.desk.resets.link_for(SYSTEM, ana.id)
    with pytest.raises(Invalid) as refusal:
        service.change_password(ana.actor, "not mine", "another long phrase", HOME)
    assert refusal.value.problems[0].field == "old_password"
    for bad in ("short", "password123", "ana@example.org"):
        with pytest.raises(Invalid) as refusal:
            service.change_password(ana.actor, PASSWORD, bad, HOME)
        assert refusal.value.problems[0].field == "new_password"
    service.change_password(ana.actor, PASSWORD, "another long phrase", HOME)
    assert not place.desk.resets.is_good(link)
    with pytest.raises(Invalid):
        service.authenticate("ana@example.org", PASSWORD, HOME)
    service.authenticate("ana@example.org", "another long phrase", HOME)


def test_guessing_the_old_password_is_limited_too(place: Place) -> None:
    ana = place.person("ana")
    for _ in range(10):
        with pytest.raises(Invalid):
            place.desk.accounts.change_password(ana.actor, "wrong", "another long phrase", HOME)
    with pytest.raises(TooMany):
        place.desk.accounts.change_password(ana.actor, PASSWORD, "another long phrase", HOME)


def test_a_pen_name_leaves_no_trace_of_the_name_in_the_address(place: Place) -> None:
    ana = place.person("ana")
    profile = Profile("Night  Shift", Attribution.PEN_NAME, "local", ("en", "es"))
    changed = place.desk.accounts.update_profile(ana.actor, profile)
    assert (changed.name, changed.handle, changed.attribution) == ("Night Shift", "night-shift", "pen_name")
    assert changed.languages == ["en", "es"]
    kept = place.desk.accounts.people([ana.id])[ana.id]
    assert (kept.name, kept.handle) == ("Night Shift", "night-shift")


def test_handles_are_unique(place: Place) -> None:
    for name in ("ana", "bea", "cora"):
        place.desk.accounts.update_profile(place.person(name).actor, Profile("Same Name"))
    handles = {place.desk.accounts.get(one.actor).handle for one in place.made.values()}
    assert handles == {"same-name", "same-name-2", "same-name-3"}
    again = place.desk.accounts.update_profile(place.made["bea"].actor, Profile("Same Name", org_type="local"))
    assert again.handle == "same-name-2"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "evil\u202egnp.exe", "\ud800"])
def test_names_that_are_none(place: Place, name: str) -> None:
    ana = place.person("ana")
    with pytest.raises(Invalid) as refusal:
        place.desk.accounts.update_profile(ana.actor, Profile(name))
    assert refusal.value.problems[0].field == "name"


@pytest.mark.parametrize(
    "name", ["José Ñuñez", "李小龍", "O’Brien", "<script>alert(1)</script>", "می\u200cخواهم", "!!!"]
)
def test_names_that_are_names(place: Place, name: str) -> None:
    changed = place.desk.accounts.update_profile(place.person("ana").actor, Profile(name))
    assert changed.name == name
    assert changed.handle


def test_bylines(place: Place) -> None:
    ana, bea = place.person("ana"), place.person("bea")
    people = place.desk.accounts.people([ana.id, bea.id, 999])
    assert {number: one.name for number, one in people.items()} == {ana.id: "Ana", bea.id: "Bea"}
    assert place.desk.accounts.people([]) == {}


def test_readers_have_no_account(place: Place) -> None:
    with pytest.raises(Missing):
        place.desk.accounts.get(ANONYMOUS)
    with pytest.raises(Missing):
        place.desk.accounts.update_profile(ANONYMOUS, Profile("Somebody"))


def test_everything_is_written_to_the_audit_log_without_secrets(place: Place) -> None:
    ana, service = place.person("ana"), place.desk.accounts
    chief = place.person("chief", Role.ADMIN)
    key = service.open_session(ana)
    service.change_password(ana.actor, PASSWORD, "another long phrase", HOME)
    token = place.desk.resets.link_for(chief.actor, ana.id)
    place.desk.roster.grant(chief.actor, ana.id, Role.TRAINER)
    invitation = place.desk.invitations.invite(chief.actor, Role.MEMBER, 7)
    lines = audit.latest(place.database, chief.actor)
    assert [line.action for line in lines] == [
        "invitation.made", "account.granted", "account.reset_link_made", "account.password_changed",
        "account.signed_in", "account.added", "account.added",
    ]  # fmt: skip
    assert lines[1].detail == {"before": "member", "after": "trainer"}
    assert lines[1].actor_name == "Chief"
    with place.database.read() as session:
        kept = "".join(
            str(session.execute(text(f"SELECT * FROM {table}")).all())
            for table in (
                "audit_entry",
                "account",
                "one_time_token",
                "invitation",
                "sign_in",
                "rate_count",
                Job.__tablename__,
            )
        )
    for secret in (key, token, invitation, PASSWORD, "another long phrase", HOME):
        assert secret not in kept
    with pytest.raises(Forbidden):
        audit.latest(place.database, ana.actor)
