{
  fetchFromSavannah,
  fetchFromRepoOrCz,
  fetchFrom9Front,
  fetchFromTangled,
  fetchFromHuggingFace,
  fetchPypi,
  dockerTools,
}:

{
  savannah = fetchFromSavannah {
    repo = "jot";
    rev = "v1.0.0";
    hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
  };
  repo-or-cz = fetchFromRepoOrCz {
    repo = "jot";
    rev = "v1.0.0";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
  nine = fetchFrom9Front {
    owner = "example";
    repo = "jot";
    tag = "v1.0.0";
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
  tangled = fetchFromTangled {
    owner = "@example.org";
    repo = "jot";
    tag = "v1.0.0";
    hash = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
  };
  model = fetchFromHuggingFace {
    repoId = "example/jot";
    tag = "v1.0.0";
    hash = "sha256-7y0SfeN7lCuq0GFF5UsMYZofIjJ7LrvPvsePVWSv450=";
  };
  pypi = fetchPypi {
    pname = "jot";
    version = "1.0.0";
    hash = "sha256-5/bAEXdujbfNMwtUF0/Xb30CFrYSOHpf/PuB5vCRloM=";
  };
  image = dockerTools.pullImage {
    imageName = "ghcr.io/example/jot";
    imageDigest = "sha256:de7d1b721a1e0632b7cf04edf5032c8ecffa9f9a08492152b926f1a5a7e765d7";
    hash = "sha256-eQJpm+Qsio5G+7tFAXJlF+hrIsVqGJ92JabaSQgbJFE=";
  };
  mirrored = fetchFromTangled {
    domain = "forge.eblu.me";
    owner = "mirrors";
    repo = "jot";
    tag = "v1.0.0";
    hash = "sha256-LGJCMs3SIXcSlN+7MQrKAAoN9qyLZraW2Q7wb977ZKM=";
  };
}
