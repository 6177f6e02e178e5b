{ fetchurl, other }:
let
  packages = self: {
    release = "1.1";
    tool = fetchurl {
      url = "https://example.org/tool-${self.release}.tar";
      hash = "sha256-BRYDkAvHonBRs4Upmw72w90to8YhaEXff1AdnkM3y80=";
    };
  };
in
{
  inherit packages;
  made = other packages;
}
