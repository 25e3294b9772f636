"""Formulas told in English: "half the squared norm of $w$ plus $C$ times the sum of the losses"."""
