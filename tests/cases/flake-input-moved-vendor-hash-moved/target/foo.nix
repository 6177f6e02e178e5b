{ buildGoModule, inputs }:

buildGoModule {
  pname = "foo";
  version = "unstable";
  src = inputs.foo;
  vendorHash = "sha256-yHioACSOSEeaDnvYf6kHECUIL/9b0LEzcPtI1fo4y+k=";
}
