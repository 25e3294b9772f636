"""One part of a page: its definitions, recurrences, layers and named slopes, and the scope they make."""
