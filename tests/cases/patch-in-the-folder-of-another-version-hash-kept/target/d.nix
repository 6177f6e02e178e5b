{ stdenv, fetchpatch, fetchurl }:

stdenv.mkDerivation {
  name = "lib";
  src = fetchurl {
    url = "https://example.org/lib-2.6.0.tar.gz";
    hash = "sha256-drWjVzkSdrKCpRb1T0jvPCB/RtgZLcWMII1Rg9OEFfg=";
  };
  patches = [
    (fetchpatch {
      url = "https://sources.example.org/data/lib/2.6.0-4/debian/patches/bindings.patch";
      hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
    })
  ];
}
