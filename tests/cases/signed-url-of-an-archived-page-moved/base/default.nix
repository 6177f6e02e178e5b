{ fetchurl }:

fetchurl {
  name = "photo-2.6.5.exe";
  url = "https://web.archive.org/web/20251103235343/https://d1.example.org/photo/2.6.5/photo-2.6.5.exe?Expires=1762217451&Signature=sQNwe~q1Na&Key-Pair-Id=APKA";
  hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
}
