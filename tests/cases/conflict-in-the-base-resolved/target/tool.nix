{ pkgs }:
rec {
  crates = {
    "lumis" = rec {
      crateName = "lumis";
      version = "1.0";
      edition = "2018";
      sha256 = "2804bad6fe94a55f18b2b37e300919a5fd517b95aa81e95db574c0ba069a3740";
    };
    "tarn" = rec {
      crateName = "tarn";
      version = "1.1";
      edition = "2018";
      sha256 = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";
    };
  };
  fetch = name: pkgs.fetchurl {
    url = "https://static.crates.io/crates/${crates.${name}.crateName}/${crates.${name}.version}.crate";
    inherit (crates.${name}) sha256;
  };
  lumis = fetch "lumis";
  tarn = fetch "tarn";
}
