{ lib, fetchzip }:

let
  version = "1.12.4";
in
{
  manual = fetchzip {
    url = "https://docs.example.org/manual/${lib.versions.majorMinor version}.zip";
    hash = "sha256-JM3IjmQz0cm83DQfPP+5Bs+NpzyTs2jRgnmBZDfOsao=";
  };
  theme = fetchzip {
    url = "https://docs.example.org/theme-${builtins.head (lib.splitString "." version)}.zip";
    hash = "sha256-bhYtz/IzjVlOA9xWGpqjEe9reaRFTrK7PomnpKSm9uw=";
  };
  schema = fetchzip {
    url = "https://docs.example.org/schema${if lib.versionAtLeast version "1.9" then "-new" else ""}.zip";
    hash = "sha256-z+pj7RhxOtltG5Y4tueoEQtuCNisjq9k6m4qdxwQr4E=";
  };
  samples = fetchzip {
    url = "https://docs.example.org/samples${lib.optionalString (lib.versionOlder version "1.2") "-old"}.zip";
    hash = "sha256-piSC0UK92pFWDKOt+RhuZXYHUza6yqptmn8GWkgHbXo=";
  };
}
