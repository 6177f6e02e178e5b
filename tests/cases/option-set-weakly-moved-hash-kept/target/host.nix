{ lib, ... }: { services.tool.version = lib.mkDefault "1.3.0"; }
