"""What the programme is: plain frozen types and rules, no files, no web.

Both halves import it: the generator fills it from YAML, the form service reads it back from the
snapshot that a build leaves behind.
"""
