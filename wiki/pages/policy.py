"""Who may do what with a page, one question each; no store, no web."""

from datetime import date

from auth.model import Actor, Permission, Role
from auth.policy import may
from wiki.kinds.model import Kind
from wiki.pages.model import ARCHIVED, HELD, MEMBERS, PUBLIC, PUBLISHED, SUBMITTED, WITHDRAWN, Page


def audiences_of(page: Page, today: date) -> tuple[str, str]:
    """The two audience words of a page: who sees it, and who else does ("" for nobody else)."""
    owner = f"account:{page.owner_id}" if page.owner_id is not None else ""
    if page.state == ARCHIVED:
        return "editors", ""
    if page.state == SUBMITTED:
        return "reviewers", owner
    if page.visibility == MEMBERS:
        return "members", ""
    if page.visibility == HELD and (page.held_until is None or page.held_until > today):
        return "editors", owner
    return "public", ""


def may_edit(actor: Actor, page: Page) -> bool:
    """Whether the actor may open this page's form: published pages for members, a submitted one for its writer."""
    if page.state == PUBLISHED:
        return may(actor, Permission.PAGE_SUBMIT)
    return page.state == SUBMITTED and actor.id is not None and page.owner_id == actor.id


def lowest_editor(page: Page) -> Role:
    """The role from which on somebody may edit this page; what a refusal names."""
    return Role.MEMBER if page.state == PUBLISHED else Role.EDITOR


def may_publish(actor: Actor, kind: Kind, page: Page | None = None) -> bool:
    """Whether the actor's saves of this kind of page (of this very page) are published at once."""
    return may(actor, kind.publish) and not (page is not None and is_locked_for(actor, page))


def is_locked_for(actor: Actor, page: Page) -> bool:
    """Whether the page is locked and the actor's changes to it have to wait for an editor."""
    return page.locked and not may(actor, Permission.PAGE_LOCK)


def may_lock(actor: Actor, page: Page) -> bool:
    """Whether the actor may lock this page or open it again."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_LOCK)


def may_merge(actor: Actor, page: Page) -> bool:
    """Whether the actor may make one page of this and another."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_MERGE)


def may_tag(actor: Actor, kind: Kind) -> bool:
    """Whether the actor may tidy the tags of many pages of this kind at once."""
    return may(actor, Permission.PAGE_TAG) and may_publish(actor, kind)


def may_move(actor: Actor, page: Page) -> bool:
    """Whether the actor may give this page another address."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_MOVE)


def may_archive(actor: Actor, page: Page) -> bool:
    """Whether the actor may take this page off the shelves."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_ARCHIVE)


def may_unarchive(actor: Actor, page: Page) -> bool:
    """Whether the actor may put this archived page back: not what its contributor took back, or never was published."""
    stands = page.number > 0 and page.agreed != WITHDRAWN
    return page.state == ARCHIVED and stands and may(actor, Permission.PAGE_ARCHIVE)


def is_beyond_consent(page: Page, visibility: str, held_until: date | None, today: date) -> bool:
    """Whether this would show the page to more people, or sooner, than its contributor agreed to."""
    if page.agreed in ("", PUBLIC):
        return False
    if page.agreed == MEMBERS:
        return visibility != MEMBERS  # what is held becomes public one day
    if page.agreed_until is not None and page.agreed_until <= today:
        return False
    return visibility != HELD or held_until is None or page.agreed_until is None or held_until < page.agreed_until


def may_restrict(actor: Actor, page: Page) -> bool:
    """Whether the actor may change who sees this page."""
    return page.state == PUBLISHED and may(actor, Permission.PAGE_RESTRICT)


def sees_withheld(actor: Actor) -> bool:
    """Whether the actor sees what a contributor asked to withhold."""
    return may(actor, Permission.PAGE_RESTRICT)
