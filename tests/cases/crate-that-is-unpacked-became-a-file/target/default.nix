{ fetchurl }:
fetchurl {
  url = "https://static.crates.io/crates/lumis/lumis-1.4.0.crate";
  hash = "sha256-9f4zHSNnp6Z+4gvVecd7kprklDnYsNjpw7mGCXl7a2k=";
}
