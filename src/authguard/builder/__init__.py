"""Builds: a shell script with its files, run on this machine or over ssh on another machine."""
