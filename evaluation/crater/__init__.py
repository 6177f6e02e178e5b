"""The crater: judges whole histories of repositories, and uses later commits to decide whether findings were right."""
