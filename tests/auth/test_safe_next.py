"""Where signing in may lead: forty addresses that lead elsewhere, and those that stay here."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.safe_next import safe_next

ELSEWHERE = [
    "//e", "//e.example/x", "///e", "////e", "/\\e", "\\\\e", "\\/e", "/\\/e", "\\e", "https:e",
    "https://e", "http://e", "HTTPS://e", "http:/e", "http:///e", "ftp://e", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@e", "/\t/e", "/\n/e", "/\r/e",
    "/%09/e", "/%0a/e", "/%0d%0aLocation:%20//e", "/a\r\nLocation: //e", "/%5ce", "/%5Ce", "/%2fe", "/%2Fe/",
    "/%252fe", "/%25252fe", "/%255ce", " //e", "\t//e", "\x00//e", "/\x00/e", "e.example", "?next=//e", "#//e",
    "./e", "../e", "@e", ":@e", "", "/\u2028/e", "/\x7f", "/" + "a" * 5000,
]  # fmt: skip
HERE = ["/", "/account", "/wiki/strike-fund", "/search?q=rent+strike&page=2", "/wiki/a%20b", "/wiki/año",
        "/search?q=a%2F%2Fb", "/wiki/x#who-did-it", "/search?q=https://example.org"]  # fmt: skip


@pytest.mark.parametrize("value", ELSEWHERE)
def test_elsewhere_becomes_home(value: str) -> None:
    assert safe_next(value) == "/"


def test_nothing_becomes_home() -> None:
    assert safe_next(None) == "/"


@pytest.mark.parametrize("value", HERE)
def test_a_path_of_this_site_is_kept(value: str) -> None:
    assert safe_next(value) == value


@settings(max_examples=200)
@given(st.text(alphabet="/\\%25cfe09:.@? \t\n#ahttps", max_size=20))
def test_whatever_is_asked_the_host_stays(value: str) -> None:
    answer = safe_next(value)
    assert urlsplit(urljoin("https://wiki.example.org/sign-in", answer)).netloc == "wiki.example.org"
    assert not answer.startswith(("//", "/\\"))
