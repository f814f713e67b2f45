"""The characters that mark the place of a note between extraction and placing."""

MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
"""Around the number of a note, where the print has a raised figure (private-use characters)."""
