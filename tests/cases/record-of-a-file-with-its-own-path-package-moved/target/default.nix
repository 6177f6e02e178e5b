{ buildMaven, fetchgit, lib }:
let
  src = fetchgit {
    url = "https://example.org/tool";
    rev = "9852fe2e4fae52663ac4eb1a0ef2726e495573b5";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
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
