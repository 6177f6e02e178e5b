{
  stable = {
    version = "1.0";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    pnpmDeps = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    linnetNpmDepsHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
  unstable = {
    version = "2.0";
    hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=";
    pnpmDeps.hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
    linnetVendorHash = "sha256-qqlAJmTxpB9A67xSyZk+tmrrNmYClY/fqig7ceZNsSM=";
    linnetCargoHash = "sha256-3n0bchoeBjK3zwTt9QMsjs/6n5oISSFSuSbxpafnZdc=";
  };
}
