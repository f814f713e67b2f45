"""Backup and restore: one archive with everything that an installation cannot make again."""
