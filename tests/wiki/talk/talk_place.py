"""News and rows of comments, for the tests of talk."""

from front_door import Site
from sqlalchemy import select

from storage.database import Database
from storage.jobs import Job
from wiki.pages.news import NEWS
from wiki.talk.model import Comment


def told(site: Site) -> list[dict[str, object]]:
    """The news that wait for somebody to tell them, oldest first; and they are told no more."""
    with site.service(Database).write() as session:
        jobs = session.scalars(select(Job).where(Job.kind == NEWS).order_by(Job.id)).all()
        for job in jobs:
            session.delete(job)
    return [dict(job.payload) for job in jobs]


def row(site: Site, number: int) -> Comment:
    """A comment as it is kept."""
    with site.service(Database).read() as session:
        return session.get_one(Comment, number)
