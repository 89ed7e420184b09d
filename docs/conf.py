"""Sphinx configuration."""

import newsquotes

project = "newsquotes"
author = "The newsquotes developers"
version = release = newsquotes.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = [
    "_build",
    "accuracy-table.md",
    "accuracy-by-source.md",
    "archive-table.md",
    "memory-table.md",
]
html_theme = "furo"
html_title = f"newsquotes {version}"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
myst_heading_anchors = 3


def exported(app, env, node, contnode):
    """Docstrings say ``newsquotes.Document`` or ``Document``; the reference describes each where it is defined."""
    name, _, member = node.get("reftarget", "").removeprefix("newsquotes.").partition(".")
    there = getattr(newsquotes, name, None) if node.get("refdomain") == "py" else None
    if not hasattr(there, "__qualname__"):
        return None
    target = ".".join(filter(None, (there.__module__, there.__qualname__, member)))
    return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, node["reftype"], target, node, contnode)


def setup(app):
    app.connect("missing-reference", exported)
