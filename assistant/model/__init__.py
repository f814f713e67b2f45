"""Answers written by a language model, where one is set: asked, read as it writes, checked.

`writer.py` is the way in. Nothing that a model says is shown before it has passed verification.
"""
