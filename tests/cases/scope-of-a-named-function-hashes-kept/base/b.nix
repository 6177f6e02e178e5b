{ fetchurl, generateSplicesForMkScope, makeScopeWithSplicing' }:
let
  f = self: {
    release = "1.0";
    tool = fetchurl {
      url = "https://example.org/tool-${self.release}.zip";
      hash = "sha256-C+R3M20+Go1F2CCqVHVQkuLsXgdRzN+TqPqPoeEL11M=";
    };
  };
in
makeScopeWithSplicing' {
  otherSplices = generateSplicesForMkScope "tools";
  inherit f;
}
