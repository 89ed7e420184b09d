"""Apache Spark (extra ``spark``): the quotations of a DataFrame of articles, and the groups of a DataFrame of quotations."""

from newsquotes.spark.extracting import ERROR_COLUMNS, extract_quotes, schema
from newsquotes.spark.grouping import group_quotes

__all__ = ["ERROR_COLUMNS", "extract_quotes", "group_quotes", "schema"]
