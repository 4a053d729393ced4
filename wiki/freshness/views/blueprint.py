"""The blueprint every page of this room hangs on."""

from flask import Blueprint

bp = Blueprint("freshness", __name__)
