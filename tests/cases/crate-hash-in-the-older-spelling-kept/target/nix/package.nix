{ rustPlatform }:

rustPlatform.buildRustPackage {
  pname = "kestrel";
  version = "0.3";
  src = ../rust;
  cargoLock = {
    lockFile = ../rust/Cargo.lock;
    outputHashes = {
      "talon-0.4.1" = "sha256:056624ssm2qa2yj8i9xyqc2qc6fv3msmqrfv6mrf36icb1hyjn92";
    };
  };
}
