{ fetchCrate }:

fetchCrate {
  pname = "ssl";
  version = "1.0.0-nightly";
  hash = "sha256-3FouRunvk+z6KNIs5KO8oXZaIK8ecza3C9XKtOVZDYc=";
}
