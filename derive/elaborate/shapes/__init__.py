"""Shapes and domains: the typing under which a document makes sense, and the conditions that hold."""
