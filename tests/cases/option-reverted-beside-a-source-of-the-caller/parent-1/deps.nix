{ fetchPnpmDeps, pnpm_9, sources }:
fetchPnpmDeps {
  pname = "lumis";
  inherit (sources.lumis) version src;
  pnpm = pnpm_9;
  fetcherVersion = 2;
  hash = "sha256-LlqgNhqv/ZEh2WUgS/8pP0oSvh5xII/qDLRHOaQ1aZk=";
}
