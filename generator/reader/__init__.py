"""YAML in, Programme out: everything checked in one pass, every fault with its line."""
