{ lib, stdenv, callPackage, hashes }:

lib.genAttrs [ "android" "linux" ] (platform: callPackage ./fetch.nix {
  inherit platform;
  inherit (stdenv.hostPlatform) system;
  hash = hashes.${platform}.${stdenv.hostPlatform.system} or "";
})
