{ dockerTools }:
let
  version = "2026.8";
  pinned.imageDigest = "sha256:e788103ee15318fcd2af9b73b4ebbb33a903b020de7b307d71f5fed0f433e548";
  pinned.sha256 = "sha256-Qg/OMUF130Aq2+rjz7u4VmW3LYubwjRvRj4yqC9ksRQ=";
in
dockerTools.pullImage (pinned // {
  imageName = "registry.example.org/home";
  finalImageTag = version;
})
