{ fetchurl }:

fetchurl {
  name = "photo-2.6.5.exe";
  url = "https://archive.org/download/photo_20251030/photo-2.6.5.exe";
  hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
}
