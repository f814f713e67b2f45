"""The chat's page as HTML: every word escaped and in its language."""
