{
  stable = {
    version = "1.1";
    hash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
    pnpmDeps = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    linnetNpmDepsHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
  unstable = {
    version = "2.1";
    hash = "sha256-5KtOOxST1amXtOUc3vuqEFcO8+qUMr1y57aollTOt/Y=";
    pnpmDeps.hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
    linnetVendorHash = "sha256-qqlAJmTxpB9A67xSyZk+tmrrNmYClY/fqig7ceZNsSM=";
    linnetCargoHash = "sha256-3n0bchoeBjK3zwTt9QMsjs/6n5oISSFSuSbxpafnZdc=";
  };
}
