"""An OpenAI-compatible chat endpoint: existing chat programs ask, and get citations back."""
