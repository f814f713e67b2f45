"""Official files from their publishers: downloading, checking, accepting, provenance."""
