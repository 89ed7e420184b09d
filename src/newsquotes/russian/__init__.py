"""The built-in extractors for Russian, one concern a module, and their lexicons (``data/``)."""
