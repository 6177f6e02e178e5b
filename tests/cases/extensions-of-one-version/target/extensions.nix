[
  {
    hash = "sha256-Wjm5rwUZ1lfkJBDQfOPtbX8AbP/4rs4qdI9RR34o2/g=";
    name = "gitignore";
    publisher = "codezombiech";
    version = "0.11.0";
  }
  {
    hash = "sha256-wcu2fQw7q+CoWtmV6e9zqEsNs85IFzYmhHIUtli8seo=";
    name = "ruby-lsp";
    publisher = "shopify";
    version = "0.10.0";
  }
]
