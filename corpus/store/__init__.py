"""The passage store: one protocol, two engines."""
