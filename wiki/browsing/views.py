"""Brings the views of this room together, so that importing the blueprint brings its routes."""

from wiki.browsing import change_views, find_views, home_views, result_views, site_views, topic_views
from wiki.browsing.blueprint import bp

__all__ = ["bp", "change_views", "find_views", "home_views", "result_views", "site_views", "topic_views"]
