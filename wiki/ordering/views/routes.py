"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.ordering.views import locking, merging, tidying
from wiki.ordering.views.blueprint import annexer, bp

__all__ = ["annexer", "bp", "locking", "merging", "tidying"]
