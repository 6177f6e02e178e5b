{
  unstableVersion = "1.1";
  unstableRev = "e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98";
  unstablePnpmDeps = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
