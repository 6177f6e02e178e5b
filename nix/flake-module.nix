# A flake-parts module: `perSystem.authguard` judges every fixed output of the flake in `nix flake check`.
{
  lib,
  self,
  flake-parts-lib,
  ...
}:

let
  inherit (lib) mkOption types;
in
{
  options.perSystem = flake-parts-lib.mkPerSystemOption (
    { config, pkgs, ... }:
    {
      options.authguard = {
        package = mkOption {
          type = types.package;
          default = pkgs.callPackage ./package.nix { };
          defaultText = lib.literalExpression "pkgs.callPackage ./package.nix { }";
          description = "The authguard to use.";
        };
        check.enable = mkOption {
          type = types.bool;
          default = true;
          description = "Whether to add `checks.authguard`, which runs `git authguard check --all`.";
        };
        check.src = mkOption {
          type = types.path;
          default = self.outPath;
          defaultText = lib.literalExpression "self.outPath";
          description = "The tree to judge.";
        };
      };

      config.checks = lib.mkIf config.authguard.check.enable {
        authguard =
          pkgs.runCommand "authguard-check"
            {
              strictDeps = true;
              __structuredAttrs = true;
              nativeBuildInputs = [
                config.authguard.package
                pkgs.gitMinimal
              ];
              inherit (config.authguard.check) src;
            }
            ''
              cp -R "$src" tree
              chmod -R u+w tree
              cd tree
              export HOME=$TMPDIR
              git init --quiet
              git add --all --force
              git-authguard check --all
              touch "$out"
            '';
      };
    }
  );
}
