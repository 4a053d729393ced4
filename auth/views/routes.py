"""All pages of this room on one blueprint: import `bp` from here."""

from auth.views import account, door, joining, leaving, resets, roster
from auth.views.blueprint import bp

__all__ = ["account", "bp", "door", "joining", "leaving", "resets", "roster"]
