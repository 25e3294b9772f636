"""Reads documents and formulas as people write them into a neutral, spanned syntax tree."""
