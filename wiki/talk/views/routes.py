"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.talk.views import annex, change, order, reading, writing
from wiki.talk.views.blueprint import bp

__all__ = ["annex", "bp", "change", "order", "reading", "writing"]
