"""Sharing: a case told in five minutes, with or without an account, and its writer's side of what becomes of it."""
