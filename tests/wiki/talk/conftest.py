"""Somebody says something, for the tests of talk."""

from collections.abc import Callable

import pytest
from front_door import Site

from auth.model import Actor
from wiki.talk.model import NAMED, Added, Signature, Words
from wiki.talk.service.comments import Comments

Say = Callable[..., Added]


@pytest.fixture
def say(any_site: Site) -> Say:
    """Somebody says something on a page; each time with a form of its own."""
    forms = iter(range(1_000_000))

    def add(
        actor: Actor, slug: str, text: str, answers: int | None = None, *, section: str = "", signed: str = NAMED,
        pen_name: str = "", number: int = 0,
    ) -> Added:  # fmt: skip
        words = Words(text, section, number, Signature(signed, pen_name), f"form {next(forms)}")
        return any_site.service(Comments).add(actor, slug, words, answers)

    return add
