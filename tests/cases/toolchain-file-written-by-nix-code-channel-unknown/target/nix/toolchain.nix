{ fenix, readVersion }:

{
  toolchain = fenix.fromToolchainFile {
    file = builtins.toFile "rust-toolchain.toml" ''
      [toolchain]
      channel = "${readVersion { }}"
    '';
    sha256 = "sha256-Uh/lyezhqh+LZiKBcVmCY1dK78b6S6BqYXR+yB7p9aM=";
  };
}
