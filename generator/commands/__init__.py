"""The generator's commands, one module each."""
