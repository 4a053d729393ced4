"""Finding things again: documents, queries and the index that answers them."""
