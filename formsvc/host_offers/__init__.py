"""Organisations that offer themselves as hosts: a short form, a case in the queue, a file to publish."""
