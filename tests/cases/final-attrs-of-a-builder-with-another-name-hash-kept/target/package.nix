{ buildBundle, fetchFromGitHub, fetchPnpmDeps }:
buildBundle.fromPnpmWorkspace (finalAttrs: {
  pname = "lark";
  version = "1.4.3";
  src = fetchFromGitHub {
    owner = "c";
    repo = "lark";
    tag = "v${finalAttrs.version}";
    hash = "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM=";
  };
})
