{ applyPatches, rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "ferro";
  version = "0.4.0";
  src = applyPatches {
    src = ./.;
    patches = [ ./static.patch ];
  };
  cargoHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
