"""The templates of the report formats; loops only, everything else is decided before."""
