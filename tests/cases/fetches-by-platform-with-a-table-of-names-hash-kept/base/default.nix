{ lib, stdenv, fetchurl }:
stdenv.mkDerivation (finalAttrs: {
  pname = "x";
  version = "1.2.0";
  src = finalAttrs.passthru.sources.${stdenv.hostPlatform.system};
  passthru = {
    archs = { x86_64-linux = "amd64"; aarch64-linux = "arm64"; };
    arch = finalAttrs.passthru.archs.${stdenv.hostPlatform.system};
    sources = {
      x86_64-linux = fetchurl {
        url = "https://e.org/${finalAttrs.version}/x_${finalAttrs.passthru.arch}.deb";
        hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
      };
      aarch64-linux = fetchurl {
        url = "https://e.org/${finalAttrs.version}/x_${finalAttrs.passthru.arch}.deb";
        hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
      };
    };
  };
})
