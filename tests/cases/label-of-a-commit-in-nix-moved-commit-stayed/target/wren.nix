{
  unstableRev = "84a516841ba77a5b4648de2cd0dfcb30ea46dbb4";
  unstableVersion = "1.1-unstable-2026-01-01";
  unstableHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
