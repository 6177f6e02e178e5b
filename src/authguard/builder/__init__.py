"""Where builds run: a shell script with its files, on this machine or on another one over ssh."""
