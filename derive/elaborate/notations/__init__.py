"""Notations spelled out: formulas rewritten into the plain forms that the rest understands."""
