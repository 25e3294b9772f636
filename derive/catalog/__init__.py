"""Losses and activations, one record each."""
