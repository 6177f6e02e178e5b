{
  lib,
  stdenvNoCC,
  fetchurl,
  undmg,
  autoPatchelfHook,
  channel ? "stable",
}:
let
  mk = args: fetchurl args;
  inherit (stdenvNoCC.hostPlatform) system;
  pname = if channel == "stable" then "app" else "app-${channel}";
  versions = {
    stable = {
      x86_64-linux = "1.2.1";
      aarch64-darwin = "1.2.0";
    };
    canary = {
      x86_64-linux = "0.0.700";
      aarch64-darwin = "0.0.801";
    };
  };
  version = versions.${channel}.${system} or (throw "unsupported");
  srcs = {
    stable = {
      x86_64-linux = mk {
        url = "https://dl.app.com/linux/${version}/app-${version}.tar.gz";
        hash = "sha256-6sQB0ExMQDdxF78BTXMjl1CAANGSb257cKRoNAkLIL0=";
      };
      aarch64-darwin = mk {
        url = "https://dl.app.com/osx/${version}/App.dmg";
        hash = "sha256-AwQs+BANs4aBjO5P8PKXJDGmLteO29CawIrM+rvv2Bg=";
      };
    };
    canary = {
      x86_64-linux = mk {
        url = "https://dl-canary.app.com/linux/${version}/app-canary-${version}.tar.gz";
        hash = "sha256-0ZI3WIXsfVDfEofLXhm1XUp58c3RWXucxS/VngXaZzA=";
      };
      aarch64-darwin = mk {
        url = "https://dl-canary.app.com/osx/${version}/AppCanary.dmg";
        hash = "sha256-Iechw1pYI/20UvovnwphLHT7lS4GknSJxrJ6Q7gXvtQ=";
      };
    };
  };
in
stdenvNoCC.mkDerivation {
  inherit pname version;
  src = srcs.${channel}.${system};
  nativeBuildInputs = if stdenvNoCC.isDarwin then [ undmg ] else [ autoPatchelfHook ];
}
