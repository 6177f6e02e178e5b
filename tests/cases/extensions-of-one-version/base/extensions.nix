[
  {
    hash = "sha256-29JlRP79xWz4iBuQFGk0muXD3Yd4fbeo/b49Pq1fU70=";
    name = "gitignore";
    publisher = "codezombiech";
    version = "0.10.0";
  }
  {
    hash = "sha256-UOWaOJ9560euS1Djf8Hw/MI5/fTH0o61zeP46YPWsV0=";
    name = "ruby-lsp";
    publisher = "shopify";
    version = "0.9.33";
  }
]
