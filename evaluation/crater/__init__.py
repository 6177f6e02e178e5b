"""The crater: judges whole histories of repositories, and decides by what came later whether each finding was right."""
