{ lib, buildGoModule }:

buildGoModule {
  pname = "lfk";
  version = "0.9.2";
  src = lib.cleanSource ../.;
  vendorHash = "sha256-MjvHlqoeNTxqpgmvQKo+CYtPF88ByJrUwUYqO9Fn1dE=";
}
