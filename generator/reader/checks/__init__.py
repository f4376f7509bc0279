"""Checks of the content, a subject each; `codes.yml` lists and explains every kind of mistake.

`texts` has all ways to look at one file's words alone, so what they find (`findings`) can be kept
with the file. Others compare it with other files: `targets` the links, `rates` the amounts, `past`
the times that were called future.
"""
