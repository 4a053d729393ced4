"""A name that is removed for good is in no search that was counted, no wanted page, and nobody's question."""

from front_door import Site
from sqlalchemy import select
from wanted_place import editor, search

from auth.model import ANONYMOUS
from storage.database import Base, Database
from wiki.removal.service import Removals
from wiki.wanted.model import UNSURE, Asker
from wiki.wanted.service.askers import Askers
from wiki.wanted.service.counting import Counting
from wiki.wanted.service.telling import LETTER
from wiki.wanted.service.wanting import WantedPages

TABLES = ("asked", "wanted", "wanted_words", "asker", "job", "audit_entry")


def kept(site: Site) -> str:
    with site.service(Database).read() as session:
        rows = [str(tuple(row)) for name in TABLES for row in session.execute(select(Base.metadata.tables[name]))]
    return "\n".join(rows).lower()


def test_a_name_is_taken_out_of_all_of_it(any_site: Site) -> None:
    name = "Zxqana Ryxv"
    search(any_site, "zxqana ryxv picket", "zxqana-ryxv songs", people=3)
    any_site.service(WantedPages).make(
        editor(any_site), f"Songs of {name}", f"Which {name} sang.", ["zxqana ryxv songs"]
    )
    any_site.service(Askers).ask(any_site.person("member"), f"{name} songs")
    with any_site.service(Database).write() as session:
        session.add(Asker(words="songs", address="zxqana.ryxv@example.org", state=UNSURE, day=any_site.clock().date()))
    assert kept(any_site).count("ryxv") >= 6
    any_site.service(Removals).remove_words(any_site.person("admin"), name, name)
    assert "ryxv" not in kept(any_site)
    any_site.service(Counting).flush()
    any_site.work()  # and what is left of it harms no job
    assert any_site.service(Askers).mine(ANONYMOUS) == ()
    assert LETTER not in kept(any_site)
