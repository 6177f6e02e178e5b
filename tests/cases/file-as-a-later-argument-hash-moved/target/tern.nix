{ fetchurl, version, suffix }:
fetchurl {
  url = "https://example.org/tern${suffix}-${version}.tar.gz";
  hash = "sha256-xER0A41FnkDkcUr++nv42un5g0si9ejsHdQ07LYrUS4=";
}
