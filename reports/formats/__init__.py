"""Writers of one report page: HTML, LaTeX, JSON, text."""
