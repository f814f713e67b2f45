"""What makes it safe to put RuleBridge on a network."""
