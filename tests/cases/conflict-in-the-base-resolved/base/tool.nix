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
<<<<<<< HEAD
      version = "1.1";
=======
      version = "1.0";
>>>>>>> other
      edition = "2018";
<<<<<<< HEAD
      sha256 = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";
=======
      sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
>>>>>>> other
    };
  };
  fetch = name: pkgs.fetchurl {
    url = "https://static.crates.io/crates/${crates.${name}.crateName}/${crates.${name}.version}.crate";
    inherit (crates.${name}) sha256;
  };
  lumis = fetch "lumis";
  tarn = fetch "tarn";
}
