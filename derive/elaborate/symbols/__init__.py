"""The names of a document: which object a written symbol means, and what the document declares of it."""
