"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.freshness.views import care, check, mismatch, tasks
from wiki.freshness.views.blueprint import bp

__all__ = ["bp", "care", "check", "mismatch", "tasks"]
