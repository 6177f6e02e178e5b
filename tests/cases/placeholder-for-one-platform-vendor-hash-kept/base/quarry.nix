{ buildGoModule, fetchurl, stdenv }:

buildGoModule {
  pname = "quarry";
  version = "0.8";

  src = fetchurl {
    url = "https://quarry.example.org/0.8/quarry-${stdenv.hostPlatform.system}.tar.gz";
    hash =
      {
        x86_64-linux = "sha256-/iVUVvGVSZYZwq+cQpR2uIZRiNC6uAq/wuyV2sMidPA=";
        aarch64-linux = "sha256-Mm4f+BBCDVWz2J+Dad35RopdbuYPDLEzFxlzwp4apxY=";
      }
      .${stdenv.hostPlatform.system};
  };

  vendorHash = "sha256-CVlEx6sHJ94F4HUP9eSjHrK7jfDRKocZfWpfXbx7wp0=";
}
