"""The MCP server: what RuleBridge can do, as tools for assistants that speak the protocol."""
