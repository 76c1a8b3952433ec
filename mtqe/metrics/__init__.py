"""Metrics, one file per family, and the resampling they share."""
