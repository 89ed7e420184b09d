"""A local page and a JSON API over one pipeline: texts in, who said what out; nothing leaves the machine."""
