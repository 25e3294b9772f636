"""Decides: reading, deriving, proving, refuting and diagnosing gradient work, all of it exact."""
