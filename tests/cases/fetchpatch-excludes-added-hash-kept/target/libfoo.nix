{
  stdenv,
  fetchurl,
  fetchpatch,
}:

stdenv.mkDerivation rec {
  pname = "libfoo";
  version = "2.1";

  src = fetchurl {
    url = "https://downloads.example.org/libfoo/libfoo-${version}.tar.xz";
    hash = "sha256-ewCjhLJnKjcBJjILdpsRqvCo/sjY0FFCtnfPrR+Y57k=";
  };

  patches = [
    (fetchpatch {
      name = "fix-build-on-musl.patch";
      url = "https://git.example.org/libfoo/commit/2e4f79044effff34950fe16d60800623e943f336.patch";
      excludes = [ "NEWS" ];
      hash = "sha256-u7UyV5AxEyoxm0BAHXBklAm8kA0VkGd535oe1igwm+8=";
    })
  ];
}
