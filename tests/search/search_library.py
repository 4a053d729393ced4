"""Pages, and a library of them for the index to be true to."""

from datetime import UTC, datetime, timedelta

from search.model import Document, Part

PUBLIC = frozenset({"public"})


def page(number, title="Union hall", text="What we did there", revision=1):
    """A public page with one section."""
    return Document(
        id=number,
        revision=revision,
        slug=f"page-{number}",
        kind="case_study",
        title=title,
        summary=f"Summary of {number}",
        audience=PUBLIC,
        parts=(Part("story", "Story", text),),
        terms={"area": ("digital",)},
        labels=("Digital organizing",),
        changed=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
    )


class Library:
    """A `DocumentSource` over a dictionary."""

    def __init__(self, pages=()):
        self.pages = {one.id: one for one in pages}

    def documents(self, ids):
        wanted = list(self.pages) if ids is None else ids
        return iter([self.pages[number] for number in wanted if number in self.pages])

    def versions(self):
        return {one.id: one.revision for one in self.pages.values()}

    def changed_since(self, ids):
        return min((self.pages[number].changed for number in ids if number in self.pages), default=None)
