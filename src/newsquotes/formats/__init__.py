"""What documents are written to and read from."""

from newsquotes.formats.jsonlines import read_jsonl, write_json, write_jsonl
from newsquotes.formats.record import SCHEMA, from_record, to_record

__all__ = ["SCHEMA", "from_record", "read_jsonl", "to_record", "write_json", "write_jsonl"]
