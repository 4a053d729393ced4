"""Transfer: bring a folder of documents in, write the library out, check documents without touching anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid
from wiki.kinds.declaration import DeclarationError, load_vocabularies
from wiki.kinds.display import visible_values
from wiki.kinds.document import DocumentError, PageDocument, read, write
from wiki.kinds.model import Library
from wiki.kinds.vocabulary_file import write_vocabulary
from wiki.names import to_slug
from wiki.pages import queries, recording
from wiki.pages.model import PUBLISHED, Page, PageName, Revision
from wiki.pages.preparing import Prepared, check, prepare
from wiki.pages.recording import Change
from wiki.transfer.guide import Guide
from wiki.transfer.rules import Checked, Shelf, wrongs

NOTE = "From the library's files"
BATCH = 500
KEPT = ("language", "licence", "checked_on", "checked_against", "review_every")  # of what every page may say


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why one file was not taken, in words a writer can act on."""

    file: str
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did: pages made, files whose page is there already, and what was not taken."""

    made: int = 0
    kept: int = 0
    complaints: list[Complaint] = field(default_factory=list)


class Transfer:
    """Moves whole libraries; admins only."""

    def __init__(self, database: Database, library: Library, guide: Guide, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._guide = guide
        self._clock = clock

    def is_empty(self) -> bool:
        """Whether there is no page at all yet."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(Page)) == 0

    def import_folder(self, actor: Actor, folder: Path) -> Report:
        """Make a page of every `*.md` file whose address is free; pages that exist are left as they are.

        A broken file is reported and the others are taken.
        """
        require(actor, Permission.SITE_CONFIGURE)
        report = Report()
        files = sorted(folder.glob("*.md"))
        for start in range(0, len(files), BATCH):
            self._import(actor, files[start : start + BATCH], report)
        return report

    def check_folder(self, folder: Path) -> list[Complaint]:
        """Everything that keeps these files from becoming pages or vocabularies, or breaks the style guide; reads only.

        The files are checked together, as one library: links have to lead from one to another.
        """
        complaints: list[Complaint] = []
        try:
            load_vocabularies(folder)
        except DeclarationError as error:
            complaints.append(Complaint(error.file, f"line {error.line}: {error.reason}"))
        found = [
            Checked(slug, self._library.kinds[document.kind], document.meta, prepared)
            for slug, document, prepared in self._documents(sorted(folder.glob("*.md")), complaints)
        ]
        shelf = Shelf(found, self._guide)
        complaints += [Complaint(f"{one.slug}.md", words) for one in found for words in wrongs(one, shelf, self._guide)]
        return sorted(complaints, key=lambda complaint: complaint.file)

    def export_folder(self, actor: Actor, folder: Path) -> int:
        """Write every published page this actor sees into `<slug>.md`; returns how many. Withheld names stay out.

        Beside them the vocabularies as they are now, in `vocabularies/`, as files a fresh site begins with.
        """
        require(actor, Permission.SITE_CONFIGURE)
        (folder / "vocabularies").mkdir(parents=True, exist_ok=True)
        with self._library.moment():
            for key, vocabulary in self._library.vocabularies.items():
                (folder / "vocabularies" / f"{key}.yaml").write_text(write_vocabulary(vocabulary), "utf-8")
        with self._database.read() as session:
            pages = session.scalars(select(Page).where(queries.visible(actor), Page.state == PUBLISHED)).all()
            for page in pages:
                revision = queries.revision(session, page, page.number)
                if revision is not None:
                    (folder / f"{page.slug}.md").write_text(self.document(page, revision), "utf-8")
        return len(pages)

    def document(self, page: Page, revision: Revision) -> str:
        """The page as one document, without what is withheld."""
        kind = self._library.kinds[page.kind]
        return write(kind, page.meta, visible_values(kind, revision.values, sees_all=False))

    def _import(self, actor: Actor, files: Sequence[Path], report: Report) -> None:
        with self._database.read() as session:
            names = {to_slug(file.stem) for file in files}
            taken = set(session.scalars(select(PageName.name).where(PageName.name.in_(names))))
        fresh = [file for file in files if to_slug(file.stem) not in taken]
        report.kept += len(files) - len(fresh)
        with self._library.moment():
            ready = list(self._documents(fresh, report.complaints))
        with self._database.write() as session:
            now = self._clock()
            # All addresses first: no page's other name may take the address of a page that comes after it.
            pages = [
                recording.add_page(session, now, actor, document.kind, prepared.values, slug)
                for slug, document, prepared in ready
            ]
            for page, (_slug, document, prepared) in zip(pages, ready, strict=True):
                page.meta = {key: value for key, value in document.meta.items() if key in KEPT}
                recording.publish(session, now, actor, page, prepared, Change(prepared.values, NOTE))
        report.made += len(ready)

    def _documents(
        self, files: Sequence[Path], complaints: list[Complaint]
    ) -> Iterator[tuple[str, PageDocument, Prepared]]:
        for file in files:
            try:
                document = read(file.read_text("utf-8"), self._library)
                kind = self._library.kinds[document.kind]
                yield (
                    to_slug(file.stem),
                    document,
                    prepare(kind, check(kind, self._library, document.values)),
                )
            except (DocumentError, Invalid, UnicodeDecodeError, OSError) as error:
                complaints.append(Complaint(file.name, str(error)))
