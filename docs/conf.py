"""Sphinx configuration."""

from newsquotes import __version__

project = "newsquotes"
author = "The newsquotes developers"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "accuracy-table.md"]  # the table is included by a page
html_theme = "furo"
html_title = f"newsquotes {version}"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
myst_heading_anchors = 3
