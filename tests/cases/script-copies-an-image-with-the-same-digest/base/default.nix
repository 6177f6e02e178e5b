{ stdenvNoCC, skopeo, cacert }:
let
  version = "1.8.2";
  digest = "sha256:dbb600d6c1a220928ca843fa56091eadee5798815c34bd5f6be3a41c7ecb061b";
in
stdenvNoCC.mkDerivation {
  name = "image";
  nativeBuildInputs = [ skopeo cacert ];
  dontUnpack = true;
  buildPhase = "skopeo copy docker://registry.example.org/tool:v${version}@${digest} oci:image";
  installPhase = "mv image $out";
  outputHash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  outputHashMode = "recursive";
  outputHashAlgo = "sha256";
}
