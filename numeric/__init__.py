"""Runs: compiled gradients, training, finite differences and student code; floating point lives only here."""
