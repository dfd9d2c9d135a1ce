"""Reports: what was found, told in plain sentences with tables and charts, as HTML, Markdown and text."""
