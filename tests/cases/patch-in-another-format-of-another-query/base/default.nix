{ stdenv, fetchpatch }:
stdenv.mkDerivation {
  pname = "tool";
  version = "1.4.0";
  patches = [
    (fetchpatch {
      url = "https://example.org/tool/get.diff?id=1.4";
      hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
    })
  ];
}
