"""Shows: pages, printers, HTML, LaTeX, JSON and text, and the command line."""
