"""Reporters: one file per view of a report."""
