"""YAML in, Programme out: everything checked in one pass, every fault with its line."""

from generator.reader.folder import check, read, read_on

__all__ = ["check", "read", "read_on"]
