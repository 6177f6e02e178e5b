{ buildGoModule, sources }:

buildGoModule {
  pname = "foo";
  version = "1.0";
  src = sources.foo;
  vendorHash = "sha256-YwuglEivUiFU8473aF7x9EsPPpQw+AgpoDziT0APN1Q=";
}
