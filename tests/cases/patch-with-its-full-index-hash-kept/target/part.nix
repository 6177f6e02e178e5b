{ fetchpatch, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch {
      url = "https://git.example.org/corp/quern/commit/4f1daaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.patch?full_index=1";
      relative = "src";
      hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=";
    })
  ];
}
