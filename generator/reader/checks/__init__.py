"""Checks of the content, a subject each; `codes.yml` lists and explains every kind of mistake.

`texts` looks at one file's words alone, so its findings can be kept with the file. The other
modules compare files with each other.
"""
