"""What documents are written to and read from."""

from newsquotes.formats.csvtable import read_csv, write_csv
from newsquotes.formats.jsonlines import read_json, read_jsonl, write_json, write_jsonl
from newsquotes.formats.parquet import read_parquet, write_parquet
from newsquotes.formats.record import SCHEMA, from_record, to_record

__all__ = [
    "SCHEMA",
    "from_record",
    "read_csv",
    "read_json",
    "read_jsonl",
    "read_parquet",
    "to_record",
    "write_csv",
    "write_json",
    "write_jsonl",
    "write_parquet",
]
