"""Is it any good? The grounding test set and its metrics."""
