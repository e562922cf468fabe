"""Prefect flows, sources, settings, the command line and reports."""
