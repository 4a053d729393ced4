"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.reviews.views import cases, decisions, mending, on_page, queue, roles, suggest, trust
from wiki.reviews.views.blueprint import bp

__all__ = ["bp", "cases", "decisions", "mending", "on_page", "queue", "roles", "suggest", "trust"]
