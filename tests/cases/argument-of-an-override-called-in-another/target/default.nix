{ tool, fetchurl }:

tool.override {
  src =
    version:
    fetchurl {
      url = "https://example.org/tool-${version}.tgz";
      hash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
    };
  sub = tool.override { src = tool.src "1.1"; };
}
