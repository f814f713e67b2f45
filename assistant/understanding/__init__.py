"""From a question as typed to what it asks: language, places and laws, need, roles, day, context.

`question.py` puts the parts together; nothing here searches, and no language model is asked.
"""
