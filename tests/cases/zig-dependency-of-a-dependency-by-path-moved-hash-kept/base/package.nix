{ stdenvNoCC, zig }:
stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "tool";
  version = "1.4.0";
  src = ./.;
  deps = stdenvNoCC.mkDerivation {
    pname = finalAttrs.pname + "-deps";
    inherit (finalAttrs) src version;
    depsBuildBuild = [ zig ];
    buildCommand = ''
      export ZIG_GLOBAL_CACHE_DIR=$(mktemp -d)
      runHook unpackPhase
      cd $sourceRoot
      zig build --fetch
      mv $ZIG_GLOBAL_CACHE_DIR/p $out
    '';
    outputHashAlgo = null;
    outputHashMode = "recursive";
    outputHash = "sha256-GGlddHaG+3KzNmWvJuvbId7VTqLvTq/hvquZh86+alc=";
  };
})
