final: prev: {
  buildExtension = args: final.buildNpmPackage ({
    npmDepsFetcherVersion = 2;
    dontNpmBuild = true;
  } // args);
}
