"""Interfaces for programs: REST, server-sent events, OpenAI-compatible chat, health, metrics."""
