{ config, dream2nix, ... }:

{
  imports = [ dream2nix.modules.dream2nix.mkDerivation ];
  name = "whinchat";
  version = "4.0";
  mkDerivation.src = config.deps.fetchurl {
    url = "https://example.org/${config.version}/whinchat.tar.gz";
    hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=";
  };
}
