"""Files that people send: received, checked, kept, shown as harmless copies, swept."""
