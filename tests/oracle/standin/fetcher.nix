# What the stand-in's fetchers have in common.
{ pkgs, lib, ... }:

{
  # A fixed output with all arguments of its call in its environment, less those of its hash. `producer`
  # is told beside the derivation, so that who reads it knows whose rules hold.
  fixedOutput =
    producer: name: mode: args:
    pkgs.stdenvNoCC.mkDerivation (
      removeAttrs args [
        "hash"
        "md5"
        "sha1"
        "sha256"
        "sha512"
      ]
      // lib.fetcherHash args
      // {
        inherit name;
        outputHashMode = mode;
        passthru = args.passthru or { } // {
          inherit producer;
        };
      }
    );
}
