{ beamPackages }:

beamPackages.mixRelease rec {
  pname = "ledger";
  version = "0.1.0";
  src = ./.;

  mixFodDeps = beamPackages.fetchMixDeps {
    pname = "mix-deps-${pname}";
    inherit src version;
    hash = "sha256-lc7IXs0gB1crxr6/3+xBvwqyfIPZ+TrKj/2AMueQ7C4=";
  };
}
