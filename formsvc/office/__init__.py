"""The office at /review/: the queue, the case page, decisions, files."""
