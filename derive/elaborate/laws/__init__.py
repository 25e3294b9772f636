"""Probabilities: densities, likelihoods, expectations, averages and divergences spelled out."""
