"""Readers' own documents in the web faces: taking them in beside the requests."""
