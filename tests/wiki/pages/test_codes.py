"""Codes of people without an account: as good as a key, and forgiving to type."""

from wiki.pages.codes import hash_code, new_code


def test_a_code_is_known_again_however_it_is_typed() -> None:
    code = new_code()
    assert len(code) == 19
    for typed in (code.lower(), code.replace("-", " "), f"  {code}\n", code.replace("0", "O").replace("1", "l")):
        assert hash_code(typed) == hash_code(code)


def test_what_is_no_code_is_no_key() -> None:
    for typed in ("", "7KQM", "7KQM-2ZTD-9WXH-4FVA-1", "\x00\ud800", "?" * 400):
        assert hash_code(typed) == ""
    assert len({new_code() for _ in range(200)}) == 200
