{ fetchpatch, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch {
      url = "https://git.example.org/corp/quern/commit/5e2caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch";
      hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    })
  ];
}
