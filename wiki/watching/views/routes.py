"""Brings the views of this room together, so that importing the blueprint brings its routes."""

from wiki.watching.views import inbox, mail, watching
from wiki.watching.views.blueprint import bp

__all__ = ["bp", "inbox", "mail", "watching"]
