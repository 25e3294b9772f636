"""Runs NumPy code on exact symbols, so that what it computes can be proved or refuted."""
