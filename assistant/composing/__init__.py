"""From provisions found to an answer, without a language model.

`extractive.py` puts the parts together: clauses with verbatim quotations, exceptions, definitions,
notices, and a lead that answers first.
"""
