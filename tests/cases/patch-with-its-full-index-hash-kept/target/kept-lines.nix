{ fetchpatch2, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch2 {
      url = "https://git.example.org/corp/quern/commit/4f1daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch?full_index=1";
      hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    })
  ];
}
