"""From a list as found to people held: files → columns → rows → run. `files`, `columns` and `rows` touch no database."""
