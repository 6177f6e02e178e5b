{ lib, ... }: { services.tool.version = lib.mkDefault "1.2.0"; }
