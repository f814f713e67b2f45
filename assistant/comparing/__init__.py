"""Jurisdictions side by side: the matrix of topics, and what is common, differs and is missing."""
