{
  rustPlatform,
  fetchFromGitea,
  version ? "2.1.0",
  tag ? "v${version}",
  hash ? "sha256-K3BYQOeeXdODbdIWqbYhVxUGDrm3Ac8iejeQ7KwCSEk=",
}:

rustPlatform.buildRustPackage {
  pname = "ledgerd";
  inherit version;

  src = fetchFromGitea {
    domain = "codeberg.org";
    owner = "ledgerd";
    repo = "ledgerd";
    inherit tag hash;
  };

  cargoLock.lockFile = ./ledgerd.lock;
}
