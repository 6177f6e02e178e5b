{ buildRustPackage, fetchFromGitHub }:
buildRustPackage rec {
  pname = "tern";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    rev = "v${version}";
    hash = "sha256-4Wbao2F8lXIaol18zfLUYmw0YCqHCDB40jdi4vAXD28=";
  };
  cargoHash = "sha256-UulEb6BTqYYjB7j8QKZmIm7XfYTfLynrFnTHkJzlmis=";
}
