"""Every view of this room, gathered on its blueprint."""

from wiki.vocabulary.views import changes, lists, proposals
from wiki.vocabulary.views.blueprint import bp

__all__ = ["bp", "changes", "lists", "proposals"]
