"""Kinds of page and their vocabularies, declared as data in content/."""
