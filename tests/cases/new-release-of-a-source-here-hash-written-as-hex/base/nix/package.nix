{ lib, buildGoModule }:

buildGoModule {
  pname = "lfk";
  version = "0.9.1";
  src = lib.cleanSource ../.;
  vendorHash = "sha256-MjvHlqoeNTxqpgmvQKo+CYtPF88ByJrUwUYqO9Fn1dE=";
}
