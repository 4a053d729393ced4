"""Brings the views of this room together, so that importing the blueprint brings its routes."""

from wiki.wanted.views import cards, searches, told
from wiki.wanted.views.blueprint import bp

__all__ = ["bp", "cards", "searches", "told"]
