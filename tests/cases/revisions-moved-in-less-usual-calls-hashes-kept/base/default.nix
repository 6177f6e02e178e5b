{
  craneLib,
  fetchFromGitHub,
  haskellPackages,
  linnet,
  stdenv,
}:

{
  linnet = linnet.overrideAttrs (old: rec {
    version = "1.0";
    src = old.src.override {
      tag = "v${version}";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
  });
  siskin = stdenv.mkDerivation (finalAttrs: {
    pname = "siskin";
    version = "2.0";
    src = fetchFromGitHub {
      owner = "siskin";
      repo = "siskin";
      tag = "v${finalAttrs.version}";
      hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
    icons = fetchFromGitHub {
      inherit (finalAttrs.src) owner rev;
      repo = "icons";
      hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  });
  bunting = haskellPackages.callHackageDirect {
    pkg = "bunting";
    ver = "3.0";
    sha256 = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  } { };
  dunnock = craneLib.vendorCargoDeps {
    src = craneLib.cleanCargoSource ./.;
    outputHashes."git+https://github.com/dunnock/reed?branch=main#356a192b7913b04c54574d18c28d46e6395428ab" = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo=";
  };
}
