{ tests = import ./tests/simple.nix; }
