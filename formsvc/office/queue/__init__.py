"""The queue: the list of cases, what narrows it, work on several, the list as a file."""
