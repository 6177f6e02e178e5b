{ lib, stdenvNoCC, meson, git, cacert }:
stdenvNoCC.mkDerivation {
  name = "jib-vendor";
  src = lib.fileset.toSource {
    root = ./.;
    fileset = lib.fileset.unions [ ./meson.build ./vendor ];
  };
  nativeBuildInputs = [ meson git cacert ];
  buildPhase = "meson subprojects download";
  installPhase = "cp -r vendor $out";
  outputHashMode = "recursive";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
