# The hooks of authguard for git-hooks.nix: each is off until `hooks.NAME.enable = true`.
#
#     git-hooks.lib.${system}.run {
#       src = ./.;
#       imports = [ authguard.gitHooksModules.default ];
#       hooks.authguard-check.enable = true;
#     }
{
  config,
  lib,
  pkgs,
  ...
}:

let
  authguard = pkgs.callPackage ./package.nix { };
  hook = name: arguments: stages: id: {
    inherit name stages;
    package = lib.mkDefault authguard;
    entry = lib.mkDefault "${lib.getExe config.hooks.${id}.package} ${arguments}";
    # A commit that changes go.sum alone can make a hash stale, so no file filter applies.
    always_run = true;
    pass_filenames = false;
    require_serial = true;
    verbose = true;
  };
in
{
  config.hooks = builtins.mapAttrs (id: make: make id) {
    authguard-check = hook "authguard check" "check" [
      "pre-commit"
      "pre-merge-commit"
    ];
    authguard-check-all = hook "authguard check --all" "check --all" [ "manual" ];
    authguard-audit = hook "authguard audit" "audit" [ "manual" ];
    authguard-gate = hook "authguard gate" "check --gate" [ "pre-push" ];
  };
}
