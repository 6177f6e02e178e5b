{ lib, ... }: { services.tool = lib.mkMerge [ { enable = true; } { version = "1.1.9"; } ]; }
