"""Many writers at once on one page: every acknowledged text is in its history, and the numbers have no gaps."""

import os
import re
import threading

import pytest
from front_door import Site
from sqlalchemy import select

from auth.model import Actor
from storage.database import Database
from storage.errors import Busy
from wiki.pages.model import Page, Revision
from wiki.pages.reading import Readings
from wiki.pages.service import EditConflict, Pages

# Fifty writers with twenty saves each take minutes: FIELDBOOK_TEST_WRITERS=50x20 asks for them.
WRITERS, SAVES = map(int, os.environ.get("FIELDBOOK_TEST_WRITERS", "12x5").split("x"))
TRIES = 2000


@pytest.mark.slow
def test_many_writers_on_one_page_lose_nothing(any_site: Site) -> None:
    site = any_site
    paragraphs = "\n\n".join(f"Paragraph {number}: nothing yet." for number in range(WRITERS))
    slug, editor = site.page("One page for all", body=paragraphs), site.person("editor")
    kept: list[str] = []
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(SAVES):
                kept.append(save(site, editor, slug, number, f"writer {number} turn {turn}."))
        except BaseException as error:  # a thread's failure has to reach the test
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with site.service(Database).read() as session:
        page = session.scalars(select(Page).where(Page.slug == slug)).one()
        rows = session.scalars(select(Revision).where(Revision.page_id == page.id).order_by(Revision.number)).all()
    history = "\n".join(row.values["body"] for row in rows)
    assert len(kept) == WRITERS * SAVES
    assert [text for text in kept if text not in history] == []
    assert [row.number for row in rows] == list(range(1, page.number + 1))
    assert page.number == WRITERS * SAVES + 1
    for number in range(WRITERS):
        assert f"Paragraph {number}: writer {number} turn {SAVES - 1}." in rows[-1].values["body"]


def save(site: Site, editor: Actor, slug: str, number: int, text: str) -> str:
    """As a patient person does: look, change one's own paragraph, save; look again when somebody was in the way."""
    for _ in range(TRIES):
        try:
            reading = site.service(Readings).page(editor, slug)
            body = re.sub(rf"Paragraph {number}: .*", f"Paragraph {number}: {text}", reading.values["body"])
            site.service(Pages).save(editor, slug, reading.revision.number, {**reading.values, "body": body})
        except (EditConflict, Busy):
            continue
        return text
    raise AssertionError(f"never saved: {text}")
