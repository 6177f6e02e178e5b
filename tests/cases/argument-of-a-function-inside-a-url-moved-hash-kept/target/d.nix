{ fetchurl, urlOf }:
fetchurl {
  url = "https://files.example.org/${urlOf "1.5.0"}/data.bin";
  name = "data.bin";
  hash = "sha256-lH1aNf8v5SL9pbQxr5VeOyeVXrwYyeNoSwe1GuESRh8=";
}
