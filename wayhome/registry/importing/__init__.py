"""From a list as found to people held: files → columns → rows → run. The first three touch no database."""
