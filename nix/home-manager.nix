# A home-manager module: authguard on PATH, and what only the user may allow it.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  cfg = config.programs.git-authguard;
in
{
  options.programs.git-authguard = {
    enable = lib.mkEnableOption "authguard";
    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.callPackage ./package.nix { };
      defaultText = lib.literalExpression "pkgs.callPackage ./package.nix { }";
      description = "The authguard to use.";
    };
    builders = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [
        "ringtail"
        "local"
      ];
      description = "The builders that a gate or `verify` may use: git config `authguard.builders`.";
    };
  };

  config = lib.mkIf cfg.enable {
    home.packages = [ cfg.package ];
    programs.git.settings = lib.mkIf (cfg.builders != [ ]) { authguard.builders = cfg.builders; };
  };
}
