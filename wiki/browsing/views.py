"""Brings the views of this room together, so that importing the blueprint brings its routes."""

from wiki.browsing import (
    alike_views,
    change_views,
    find_views,
    home_views,
    ours_views,
    result_views,
    site_views,
    topic_views,
)
from wiki.browsing.blueprint import bp

__all__ = [
    "alike_views",
    "bp",
    "change_views",
    "find_views",
    "home_views",
    "ours_views",
    "result_views",
    "site_views",
    "topic_views",
]
