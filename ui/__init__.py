"""The faces: command line and web chat."""
