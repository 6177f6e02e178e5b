{ buildRustPackage, fetchFromGitHub }:
buildRustPackage rec {
  pname = "gull";
  version = "0.4.0";
  src = fetchFromGitHub {
    owner = "shore";
    repo = "gull";
    rev = "v${version}";
    hash = "sha256-JdP4mwQOpZXYw7xSvSw7tOeoEjNjDV21iMPxSEjNS7M=";
  };
  cargoHash = "sha256-UulEb6BTqYYjB7j8QKZmIm7XfYTfLynrFnTHkJzlmis=";
}
