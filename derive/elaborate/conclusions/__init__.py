"""A claim in its place: its verdict, and the record that is shown."""
