{ buildGoModule }:
buildGoModule {
  pname = "kestrel";
  version = "1";
  src = ./.;
  overrideModAttrs = old: {
    buildInputs = [ ];
    doCheck = false;
  };
  vendorHash = "sha256-o5l/fAUr5MDCtg7Mk+xDRnemNS5C7tTxeQSTYA/nCSk=";
}
