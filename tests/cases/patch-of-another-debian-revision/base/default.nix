{ fetchDebianPatch }:
fetchDebianPatch {
  pname = "tern";
  version = "6.0";
  debianRevision = "27";
  patch = "06-symlink.patch";
  hash = "sha256-hxeFAorKO7yGmb0HMskgLQlZUCco2uVNdcdZUNbEJrk=";
}
