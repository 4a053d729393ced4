"""The heart: page, revision, draft, history, differences, merging, links."""
