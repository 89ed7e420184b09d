"""For people: a document in a notebook and in a terminal, and a page of many documents to read, search and filter."""
