"""Reading the text: words, marks, clauses, names, phrases, cues, outlets, and who is the subject."""
