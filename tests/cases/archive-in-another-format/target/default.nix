{ fetchurl }:
fetchurl {
  url = "https://example.org/tern/tern-1.2.tar.xz";
  hash = "sha256-3Jxe24stR55pe0sLirh08ysyUThZjOnnt1nrgpIRBiI=";
}
