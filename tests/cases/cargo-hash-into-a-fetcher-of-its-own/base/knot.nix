{ rustPlatform, fetchFromGitLab }:

rustPlatform.buildRustPackage rec {
  pname = "knot";
  version = "1.3.0";

  src = fetchFromGitLab {
    owner = "example";
    repo = "knot";
    rev = "v${version}";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };

  cargoHash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
}
