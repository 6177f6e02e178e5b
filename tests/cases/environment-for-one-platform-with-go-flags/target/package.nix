{ lib, stdenv, buildGoModule }:
buildGoModule {
  pname = "tool";
  version = "1.4.0";
  src = ./.;
  vendorHash = "sha256-GGlddHaG+3KzNmWvJuvbId7VTqLvTq/hvquZh86+alc=";
  env = lib.optionalAttrs stdenv.hostPlatform.isLinux {
    GOFLAGS = "-mod=mod";
  };
}
