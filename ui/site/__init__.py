"""Pages rendered by the server beside the chat: permalinks, browsing, timeline, about."""
