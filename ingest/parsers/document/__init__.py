"""A reader's own document, in any common format, as provisions."""
