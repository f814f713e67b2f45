"""One parser per source format: each a pure function from bytes to provisions."""
