{ fetchurl, version, suffix }:
fetchurl {
  url = "https://example.org/tern${suffix}-${version}.tar.gz";
  hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
}
