{ config, lib, ... }: { services.tool.version = lib.mkIf config.old "1.1.9"; }
