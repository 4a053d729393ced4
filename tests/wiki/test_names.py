"""The address form of a title, whatever the title."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.names import LONGEST, to_slug


@given(st.text(max_size=150))
def test_a_slug_is_its_own_slug(words: str) -> None:
    slug = to_slug(words)
    assert to_slug(slug) == slug
    assert 1 <= len(slug) <= LONGEST
    assert "--" not in slug
    assert slug.strip("-") == slug


def test_titles_that_differ_in_dress_meet() -> None:
    assert to_slug("Café: Who’s next?") == to_slug("cafe whos NEXT") == "cafe-whos-next"
