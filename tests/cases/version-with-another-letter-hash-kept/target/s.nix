{ fetchCrate }:

fetchCrate {
  pname = "ssl";
  version = "1.1.1b";
  hash = "sha256-3FouRunvk+z6KNIs5KO8oXZaIK8ecza3C9XKtOVZDYc=";
}
