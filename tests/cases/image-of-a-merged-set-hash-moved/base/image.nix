{ dockerTools }:
let
  version = "2026.7";
  pinned.imageDigest = "sha256:8b53639f152c8fc6ef30802fde462ba0be9cf085f7580dc69efd72e002abbb35";
  pinned.sha256 = "sha256-3n0bchoeBjK3zwTt9QMsjs/6n5oISSFSuSbxpafnZdc=";
in
dockerTools.pullImage {
  imageName = "registry.example.org/home";
  inherit (pinned) imageDigest sha256;
  finalImageTag = version;
}
