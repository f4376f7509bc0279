"""The waiting lists of visits: who is next, timed offers, and the answers to them."""
