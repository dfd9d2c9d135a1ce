"""Who answered what: tables of responses and of texts, and their readers, one file per format."""
