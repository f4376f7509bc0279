"""YAML in, Programme out: everything checked in one pass, every fault with its line."""

from generator.reader.folder import check, read

__all__ = ["check", "read"]
