{ stdenv, fetchurl, fetchpatch }:

stdenv.mkDerivation rec {
  pname = "marten";
  version = "2.0.0";

  src = fetchurl {
    url = "https://files.example.org/marten-${version}.tar.gz";
    hash = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
  };

  patches = [
    (fetchpatch {
      name = "one.patch";
      url = "https://github.com/example/marten/commit/fe05bcdcdc4928012781a5f1a2a77cbb5398e106.patch";
      hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
    })
    (fetchpatch {
      name = "two.patch";
      url = "https://github.com/example/marten/commit/ad782ecdac770fc6eb9a62e44f90873fb97fb26b.patch";
      hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
    })
  ];
}
