{ fetchurl, stdenv }:
let
  version = "1.1";
in
{
  linux = {
    x86_64-linux = fetchurl { url = "https://files.example.org/w-${version}.tgz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
    x86_64-darwin = fetchurl { url = "https://files.example.org/w-0.9-mac.dmg"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  };
  inherit version;
}
