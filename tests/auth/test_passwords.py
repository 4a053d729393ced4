"""What may be a password, and how it is kept."""

import pytest
from argon2 import PasswordHasher

from auth.passwords import COMMON, Passwords, problems_of

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize(
    "bad",
    ["", "short", "1234567", "password", "PassWord1", "iloveyou", "aaaaaaaaaa", "ana@example.org", "Ana Ortiz",
     "x" * 257, "two\nlines here", "null\x00inside"],
)  # fmt: skip
def test_refused(bad: str) -> None:
    assert problems_of(bad, not_like=("ana@example.org", "Ana Ortiz"))


@pytest.mark.parametrize("good", ["four plain words here", "correcthorse", "ñandú-ñandú", "a1 b2 c3 d4", "ab" * 128])
def test_accepted_without_rules_of_composition(good: str) -> None:
    assert problems_of(good, not_like=("ana@example.org", "Ana Ortiz")) == []


def test_the_list_of_common_ones_is_worth_its_name() -> None:
    assert len(COMMON) >= 200
    assert all(len(word) >= 8 and word == word.casefold() for word in COMMON)


def test_a_hash_is_argon2id_and_matches_only_its_password() -> None:
    passwords = Passwords(CHEAP)
    kept = passwords.hash("four plain words here")
    assert kept.startswith("$argon2id$")
    assert passwords.verify(kept, "four plain words here")
    assert not passwords.verify(kept, "four plain words her")
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("not a hash", "four plain words here")


def test_the_same_letters_typed_in_two_ways_are_the_same_password() -> None:
    passwords = Passwords(CHEAP)
    assert passwords.verify(passwords.hash("ma\u00f1ana siempre"), "man\u0303ana siempre")


def test_two_long_passwords_differ_to_the_last_character() -> None:
    passwords = Passwords(CHEAP)
    assert not passwords.verify(passwords.hash("a" * 255 + "b"), "a" * 255 + "c")


def test_a_lone_surrogate_is_wrong_rather_than_an_error() -> None:
    assert not Passwords(CHEAP).verify(None, "\ud800 hello there")
    assert problems_of("\ud800 hello there")


def test_weaker_hashes_are_noticed() -> None:
    weaker = Passwords(CHEAP).hash("four plain words here")
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)).needs_rehash(weaker)
