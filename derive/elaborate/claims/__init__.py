"""The verdict on one link under one reading, and the point of a counterexample."""
