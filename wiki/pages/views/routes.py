"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.pages.views import drafts, history, order, read, signing, write
from wiki.pages.views.blueprint import bp

__all__ = ["bp", "drafts", "history", "order", "read", "signing", "write"]
