"""The book on the web: static pages from the executed chapters, in which all that moves needs no Python."""
