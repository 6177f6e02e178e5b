{ fenix, rustVersion, manifestHash }:

fenix.fromToolchainFile {
  file = builtins.toFile "rust-toolchain.toml" ''
    [toolchain]
    channel = "${rustVersion}"
    components = ${builtins.toJSON [ "rustc" "cargo" ]}
  '';
  sha256 = manifestHash;
}
