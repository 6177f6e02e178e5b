{ stdenv, fetchurl }:
let
  bundle = "40";
  fetched =
    { name, hash }:
    fetchurl {
      url = "https://packages.example.org/deps/${bundle}/libraries/${name}.tar.gz";
      inherit hash;
    };
in
stdenv.mkDerivation {
  pname = "warden";
  version = "4.2";
  src = ./src;
  lark = fetchurl {
    url = "https://other.example.org/40/lark.tar.gz";
    hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
  };
  dependencies = map fetched [
    {
      name = "cJSON";
      hash = "sha256-HjpPZQAPYjZFt79LcNpfyeHv9uFYb+fyxQT6On32ZME=";
    }
    {
      name = "curl";
      hash = "sha256-Qn5LebHw/JAwbL4GSxKXsh3Gg1v6ZW079GvBVuPyS7A=";
    }
    {
      name = "libdb";
      hash = "sha256-PHVPAB3bebb459jhSO7Nbn1ffzUGQ3Qmp8WV+V4RwMg=";
    }
    {
      name = "libffi";
      hash = "sha256-h/yX05F2E7RgOBrnaw1+LBJ+gf78gUvfLVt1NFJC0FE=";
    }
    {
      name = "libyaml";
      hash = "sha256-cSd0QeLPCZ2j/kGJh0Oams6gL2kZXfkLqEvSnnZy/L8=";
    }
    {
      name = "msgpack";
      hash = "sha256-dcp00rKLnVJa5laaig1zvD9/gd1YZ9GAGeRRk/jHN1E=";
    }
    {
      name = "pcre2";
      hash = "sha256-w1vRvS4uczH2v8tEVrmdikbdA2kXkkvHKW8o3PBITYk=";
    }
    {
      name = "procps";
      hash = "sha256-+x6kGwDIFElij355WGV3NxD/uz/RgUiumX7hj50ggz4=";
    }
    {
      name = "sqlite";
      hash = "sha256-DNhmaEi/KG2VHD0jDotuCS/eA8OggONFRGfkluexTng=";
    }
    {
      name = "zlib";
      hash = "sha256-DqVcKPgBTYiGtiSP49pdWI9VwII4R6a0V58RMbBRteI=";
    }
    {
      name = "lua";
      hash = "sha256-3ENrMp9NpsiLC2znnYKaxPwzdGtFRgTivLrSWo4phf4=";
    }
    {
      name = "jemalloc";
      hash = "sha256-+S4IbFxdtCyDoM/xNFUGndzrsRxxh22KuS6AueIC67c=";
    }
  ];
}
