"""Scoring of predictions against gold, comparison of two prediction files, and the commands that show both."""
