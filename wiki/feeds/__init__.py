"""Feeds: what changed, for feed programs (Atom, RFC 4287), under the same rights as every list."""
