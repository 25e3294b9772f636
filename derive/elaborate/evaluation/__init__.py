"""The value of a formula: its shape in symbolic sizes and, at given sizes, its entries as exact terms."""
