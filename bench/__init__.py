"""Benchmarks: a corpus of any size, the plain script as the yardstick, and what each run costs."""
