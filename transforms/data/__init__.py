"""Data tables of the rules; each names its source in its first lines or in the module that reads it."""
