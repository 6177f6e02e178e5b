{ lib, overrideTool, fetchArchive, fetchFromGitHub }:

let
  version = "0.148.0";
  v8Version = "150.4.0";
  v8ArchiveHashes = {
    aarch64-linux = "sha256-3ff/Xr2dZs4WFGbBwCYkMPoE3jKw5CDuP0ieLiES44Y=";
    x86_64-linux = "sha256-E9amaOsHiaaOIP9bk6X9QpgdgcFPn7agdWqTaLjiA34=";
  };
  src = fetchFromGitHub {
    owner = "acme";
    repo = "codex";
    tag = "v${version}";
    hash = "sha256-DsRut0Xh3UawmtSf9YKbqp9jba1aF6BwaoTzmBDzXQ4=";
  };
  archive = fetchArchive {
    version = v8Version;
    hashes = v8ArchiveHashes;
  };
in
overrideTool { inherit src version archive; }
