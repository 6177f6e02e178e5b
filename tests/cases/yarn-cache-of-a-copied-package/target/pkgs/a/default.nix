{ fetchYarnDeps }:
fetchYarnDeps {
  yarnLock = ./yarn.lock;
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
