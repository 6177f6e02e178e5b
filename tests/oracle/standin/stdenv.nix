# stdenv.mkDerivation: from a set or from a function of the final attributes, with overrideAttrs.
{
  pkgs,
  lib,
  system,
}:

let
  platform = {
    inherit system;
    isDarwin = builtins.match ".*-darwin" system != null;
    isLinux = builtins.match ".*-linux" system != null;
  };

  derivationOf =
    attrs:
    let
      notPassed = [
        "env"
        "finalPackage"
        "meta"
        "overrideAttrs"
        "passthru"
      ];
    in
    derivation (
      removeAttrs attrs notPassed
      // attrs.env or { }
      // {
        inherit system;
        name = lib.sanitizeDerivationName (attrs.name or "${attrs.pname}-${attrs.version}");
        builder = "/bin/sh";
        args = [
          "-eu"
          ./build.sh
        ];
        # An attribute that is null is one that was not given.
        __ignoreNulls = true;
      }
    );

  make =
    toAttrs:
    let
      attrs = toAttrs final;
      final = attrs // {
        inherit finalPackage overrideAttrs;
      };
      overrideAttrs =
        extension:
        make (
          final:
          let
            previous = toAttrs final;
          in
          previous // lib.toExtension extension final previous
        );
      finalPackage =
        derivationOf attrs
        // attrs.passthru or { }
        // {
          inherit overrideAttrs;
          meta = attrs.meta or { };
        };
    in
    finalPackage;

  stdenvNoCC = {
    mkDerivation = attrs: make (if builtins.isFunction attrs then attrs else _: attrs);
    buildPlatform = platform;
    hostPlatform = platform;
    targetPlatform = platform;
  };
in
{
  inherit stdenvNoCC;
  stdenv = stdenvNoCC // {
    cc = pkgs.gcc;
    fetchurlBoot =
      { url, ... }@args:
      pkgs.fixedOutput "fetchurlBoot" (args.name or (baseNameOf url)) (
        if args.unpack or false || args.executable or false then "recursive" else "flat"
      ) args;
  };
}
