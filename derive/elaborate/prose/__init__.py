"""Sentences, and what they say of the formulas in them."""
