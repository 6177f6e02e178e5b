{ buildGoModule }:

buildGoModule {
  pname = "a";
  version = "1.0.0";
  src = ./.;
  vendorHash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  postPatch = "touch b";
}
