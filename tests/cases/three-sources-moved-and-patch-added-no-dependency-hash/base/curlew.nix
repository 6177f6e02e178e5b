{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "curlew";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "curlew";
    repo = "curlew";
    tag = "v1.1.0";
    hash = "sha256-DkoZHgrAKZAjqd6eI99INyAH0BLY3plav8hi7nfONp0=";
  };
  vendorHash = "sha256-4d3O04UzpMhyU/mxVnQx7qslmBYbw/Wkkj0530X37OY=";
}
