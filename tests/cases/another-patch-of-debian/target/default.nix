{ fetchDebianPatch }:
fetchDebianPatch {
  pname = "tern";
  version = "6.0";
  debianRevision = "28";
  patch = "07-zip64.patch";
  hash = "sha256-hxeFAorKO7yGmb0HMskgLQlZUCco2uVNdcdZUNbEJrk=";
}
