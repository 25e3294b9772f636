"""The library of misconceptions, a file a family."""
