"""The rules: agNNN_*.py has the text and the decision of one rule, registry.py runs all rules."""
