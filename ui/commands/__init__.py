"""Commands of ``rulebridge`` that are groups of their own."""
