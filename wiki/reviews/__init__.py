"""Reviews: what people without the right to publish have submitted, accepted or returned by those who review."""
