{
  unstableVersion = "1.0";
  unstableRev = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8";
  unstablePnpmDeps = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
