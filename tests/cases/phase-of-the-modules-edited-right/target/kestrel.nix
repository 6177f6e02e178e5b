{ buildGoModule }:
buildGoModule {
  pname = "kestrel";
  version = "1";
  src = ./.;
  overrideModAttrs = old: {
    postBuild = "cp -r third_party5 vendor/";
  };
  vendorHash = "sha256-VyCaRQdXpYJtqiq00LCQ7M8LDwUJIzUIzKLHTmWHdVw=";
}
