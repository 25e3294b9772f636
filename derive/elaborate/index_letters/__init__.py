"""Which letters are running indices, labels, layers or steps."""
