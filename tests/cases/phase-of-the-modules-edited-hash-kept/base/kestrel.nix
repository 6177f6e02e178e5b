{ buildGoModule }:
buildGoModule {
  pname = "kestrel";
  version = "1";
  src = ./.;
  overrideModAttrs = old: {
    postBuild = "cp -r third_party4 vendor/";
  };
  vendorHash = "sha256-0wPaNNh3QW8/9B3phbfuHscbP/humXxOTsttXHiI6eg=";
}
