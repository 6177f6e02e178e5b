{ stdenvNoCC }:
stdenvNoCC.mkDerivation {
  name = "lumis";
  dataset = "2024.11.1";
  outputHash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  outputHashMode = "recursive";
  buildCommand = "curl https://example.org/$dataset/lumis.tgz | tar xz -C $out";
}
