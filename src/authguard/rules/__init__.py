"""The rules: agNNN.py holds the text of a rule and its decision, registry.py runs them all."""
