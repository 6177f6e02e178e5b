{
  rustPlatform,
  fetchFromGitea,
  version ? "2.0.3",
  tag ? "v${version}",
  hash ? "sha256-O8qH3oumKoNeJ3cK5mSxIgFejWy0TWWD9T7R9eiIpgk=",
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
