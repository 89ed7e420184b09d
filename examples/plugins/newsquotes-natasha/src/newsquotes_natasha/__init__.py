"""Mentions and quotations for newsquotes by the neural models of natasha."""
