"""How the program writes its log: one form for people, one for programs, no secret in either."""
