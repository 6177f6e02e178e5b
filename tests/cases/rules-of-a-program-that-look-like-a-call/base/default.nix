{ services.guard.rules = builtins.readFile ./rules.conf; }
