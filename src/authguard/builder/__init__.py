"""Builds: a shell script with its files, run on this machine or on another one over ssh."""
