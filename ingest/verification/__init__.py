"""Does an index hold what it says? Asked before it is used, and whenever somebody wants to know."""
