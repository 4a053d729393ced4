"""What watching does when somebody leaves for good; the front door hands it over."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from wiki.watching.model import Notice, Watch


def forget(session: Session, account_id: int) -> None:
    """Forget what somebody watched and was told."""
    session.execute(delete(Watch).where(Watch.account_id == account_id))
    session.execute(delete(Notice).where(Notice.account_id == account_id))
