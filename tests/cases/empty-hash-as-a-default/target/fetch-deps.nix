{ lib, stdenvNoCC, cacert }:

{
  name ? "deps",
  src,
  hash ? "",
}:

stdenvNoCC.mkDerivation (
  {
    inherit name src;
    nativeBuildInputs = [ cacert ];
    buildPhase = "take-all --to $out";
    outputHashMode = "recursive";
  }
  // (
    if hash != "" then
      { outputHash = hash; }
    else
      {
        outputHash = "";
        outputHashAlgo = "sha256";
      }
  )
)
