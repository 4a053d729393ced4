"""Brings the modules of this room's views together, so that importing the blueprint brings its routes."""

from wiki.admin.views import audit_log, front, house_rules, spam, strays
from wiki.admin.views.blueprint import bp

__all__ = ["audit_log", "bp", "front", "house_rules", "spam", "strays"]
