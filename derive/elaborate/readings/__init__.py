"""Other readings of a refuted line: what has to fail before it is called wrong."""
