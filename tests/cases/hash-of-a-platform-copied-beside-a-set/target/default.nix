{ fetchurl, stdenv }:
let
  get = set: platform: set.${platform.system} or (throw "unsupported");
  fetch =
    version: hashes:
    fetchurl {
      url = "https://example.org/lumis-${version}-${stdenv.hostPlatform.system}.zip";
      hash = get hashes stdenv.hostPlatform;
    };
in
{
  v1 = fetch "1.0" {
    x86_64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    aarch64-darwin = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    driver = {
      x86_64-linux = "sha256-eLF8Q/HbbzojVIjOHTRzhqYxwXJyWgSDG/bLT7WiEyI=";
    };
  };
  v2 = fetch "2.0" {
    x86_64-linux = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    aarch64-darwin = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    driver = {
      x86_64-linux = "sha256-NtPGCbPOS2toSuA65/ino9JX9rI5DgH/8/Bg26bx1Z4=";
    };
  };
}
