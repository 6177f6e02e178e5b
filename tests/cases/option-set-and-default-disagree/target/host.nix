{ ... }: { services.tool = { enable = true; version = "1.1.8"; }; }
