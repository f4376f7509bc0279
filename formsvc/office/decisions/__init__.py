"""Do the rules hold, what is decided, and when it is made known or taken back."""
