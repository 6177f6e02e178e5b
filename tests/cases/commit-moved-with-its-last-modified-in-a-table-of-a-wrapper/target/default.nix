{ lib, fetchFromGitHub }:
let
  fetchPort = lib.makeOverridable (
    { port, rev ? null, hash, lastModified ? null, ... }@args:
    fetchFromGitHub (
      {
        owner = "acme";
        repo = port;
        inherit rev hash;
        passthru = lib.optionalAttrs (lastModified != null) { inherit lastModified; };
      }
      // lib.removeAttrs args [ "port" "lastModified" ]
    )
  );
in
lib.mapAttrs (port: { rev, hash, lastModified }: fetchPort { inherit port rev hash lastModified; }) (lib.importJSON ./sources.json)
