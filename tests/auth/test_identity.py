"""Names, addresses and handles, whatever is typed."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from auth.errors import Problem
from auth.identity import clean_email, clean_name, known_form, printable, to_handle

ANYTHING = st.text(st.characters(), max_size=120)


@settings(max_examples=150)
@given(ANYTHING)
def test_every_name_has_a_handle_that_is_safe_in_an_address(name: str) -> None:
    handle = to_handle(name)
    assert re.fullmatch(r"[\w-]{1,60}", handle)
    assert not handle.startswith("-")
    assert to_handle(handle) == handle


@settings(max_examples=150)
@given(ANYTHING)
def test_an_accepted_name_is_one_visible_line(name: str) -> None:
    problems: list[Problem] = []
    kept = clean_name(name, problems)
    if not problems:
        assert 1 <= len(kept) <= 80
        assert kept == kept.strip()
        assert "\n" not in kept
        assert "\x00" not in kept
        assert clean_name(kept, problems) == kept


@settings(max_examples=150)
@given(ANYTHING | st.emails())
def test_an_accepted_address_is_found_again_however_it_is_typed(email: str) -> None:
    problems: list[Problem] = []
    kept = clean_email(email, problems)
    assert "\x00" not in known_form(email)
    if not problems:
        assert known_form(kept) == kept
        assert known_form(f"  {email.strip()} ") == kept


@settings(max_examples=100)
@given(ANYTHING)
def test_printable_words_are_one_line(words: str) -> None:
    assert printable(words).isprintable()
    assert printable(printable(words)) == printable(words)


def test_addresses_that_are_the_same_to_mail_are_the_same_here() -> None:
    assert clean_email("Ana@EXAMPLE.org", []) == "ana@example.org"
    assert clean_email("ana@xn--bcher-kva.example", []) == "ana@bücher.example"
