{ buildGoModule, inputs }:

buildGoModule {
  pname = "foo";
  version = "unstable";
  src = inputs.foo;
  vendorHash = "sha256-OmL01wV6B74JW+r8VdTkcTCli4HuRSJrB2NmTaBQo84=";
}
