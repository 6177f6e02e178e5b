{ fetchCrate }:
fetchCrate {
  pname = "lumis";
  version = "1.4.0";
  unpack = false;
  hash = "sha256-9f4zHSNnp6Z+4gvVecd7kprklDnYsNjpw7mGCXl7a2k=";
}
