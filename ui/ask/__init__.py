"""The Ask page: a conversation in which every statement leads to its clause."""
