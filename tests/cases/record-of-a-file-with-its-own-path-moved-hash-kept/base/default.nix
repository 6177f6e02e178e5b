{ buildMaven, fetchgit, lib }:
let
  src = fetchgit {
    url = "https://example.org/tool";
    rev = "41e68c21714bcb21c6e839115b573052f4c04ed2";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  version = "5.0.0-${lib.substring 0 8 src.rev}";
in
buildMaven {
  name = "tool-${version}";
  inherit src;
  infoFile = ./tool.lock;
  deps = [
    {
      path = "org/example/compiler/2.12.4/compiler-2.12.4.jar";
      sha1 = "s0xw0c4d71qh8jgy1jipy385jzihx766";
    }
    {
      path = "org/example/compiler/2.12.4/compiler-2.12.4.pom";
      sha1 = "nx34986x5284ggylf3bg8yd36hilsn5i";
    }
  ];
}
