{ stdenv, fetchFromGitHub, ocaml }:
let
  version = "1.1.4";
  srcs = {
    "4.14" = {
      rev = "${version}-414";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
    "5.3" = {
      rev = "${version}-53";
      hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
    "5.2" = {
      rev = version;
      hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  };
in
stdenv.mkDerivation {
  pname = "indexer";
  inherit version;
  src = fetchFromGitHub (
    {
      owner = "camel";
      repo = "indexer";
    }
    // srcs.${ocaml.version}
  );
}
