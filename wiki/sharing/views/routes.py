"""The blueprint with every view of this room on it."""

from wiki.sharing.views import change, contribution, share
from wiki.sharing.views.annex import annex
from wiki.sharing.views.blueprint import bp

__all__ = ["annex", "bp", "change", "contribution", "share"]
