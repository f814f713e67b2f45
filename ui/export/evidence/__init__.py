"""The evidence pack: one zip with which somebody else can check an answer."""
