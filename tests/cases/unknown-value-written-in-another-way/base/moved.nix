{ fetchurl, target, tool }:
let arch = tool.arch target; in
fetchurl {
  url = "https://example.org/teal-0.17.0/hosttools_${arch.os}-${arch.cpu}.tar.xz";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
