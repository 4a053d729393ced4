"""Short ways to a case that carries terms."""

from front_door import Site

from storage.database import Database
from wiki.pages.model import Page
from wiki.pages.queries import revision
from wiki.pages.service import Pages


def case_values(site: Site, title: str, **values: object) -> dict[str, object]:
    kind = site.service(Pages).kind("case_study")
    library = site.service(Pages)._library
    whole: dict[str, object] = {"title": title, "summary": "What was done and what came of it."}
    for field in kind.fields:
        if field.required and field.key not in whole:
            first = next(iter(library.vocabularies[field.vocabulary].terms)) if field.vocabulary else ""
            whole[field.key] = {"terms": [first], "term": first, "month": "2018-03", "section": "Words."}.get(
                field.type.value, "Words."
            )
    return {**whole, **values}


def case(site: Site, title: str, by: str = "editor", **values: object) -> str:
    """A published case study with these values; returns its slug."""
    return site.service(Pages).create(site.person(by), "case_study", case_values(site, title, **values)).slug


def values_of(site: Site, slug: str, number: int = 0) -> dict[str, object]:
    """What the page says now, or said."""
    with site.service(Database).read() as session:
        page = session.query(Page).filter_by(slug=slug).one()
        found = revision(session, page, number or page.number)
        assert found is not None
        return found.values


def number_of(site: Site, slug: str) -> int:
    with site.service(Database).read() as session:
        return session.query(Page).filter_by(slug=slug).one().number
