"""What words tell of names: shapes, labels, columns, means, and names made from others."""
