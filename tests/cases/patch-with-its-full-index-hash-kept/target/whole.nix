{ fetchurl, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchurl {
      url = "https://git.example.org/corp/quern/commit/4f1daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch?full_index=1";
      hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    })
  ];
}
