"""What every template may use: the site, the reader, the menu, assets, and the theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext

from auth.model import Permission, Role
from auth.policy import may
from wiki.settings import Settings
from wiki.web.assets import asset
from wiki.web.current import actor

THEMES = ("light", "dark", "system")
ROLES = {
    Role.READER: lazy_gettext("Reader"),
    Role.MEMBER: lazy_gettext("Member"),
    Role.PRACTITIONER: lazy_gettext("Practitioner"),
    Role.TRAINER: lazy_gettext("Trainer"),
    Role.EDITOR: lazy_gettext("Editor"),
    Role.ADMIN: lazy_gettext("Admin"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """What templates know of the site."""

    name: str
    base_url: str
    join: str


def init_app(app: Flask, settings: Settings, menu: Sequence[object]) -> None:
    """Give every template what it may use; `menu` are the kinds of page the header leads to."""
    site = Site(settings.site_name, settings.address, settings.join)
    app.jinja_env.globals.update(asset=asset, site=site, nav=menu)
    app.context_processor(_of_request)


def theme() -> str:
    """The reader's choice of light or dark; `system` when there is none."""
    chosen = request.cookies.get("theme", "system")
    return chosen if chosen in THEMES else "system"


def _of_request() -> dict[str, Any]:
    who = actor()
    allowed = {
        "review": may(who, Permission.PROPOSAL_REVIEW),
        "administer": may(who, Permission.ACCOUNT_GRANT),
        "change_vocabulary": may(who, Permission.VOCABULARY_CHANGE),
        "check": may(who, Permission.PAGE_CHECK),
        "tidy": may(who, Permission.PAGE_TAG),
        "remove": may(who, Permission.CONTENT_REMOVE),
        "want": may(who, Permission.WANTED_MANAGE),
        "write": may(who, Permission.PAGE_SUBMIT),
    }
    return {"actor": who, "may": allowed, "theme": theme()}
