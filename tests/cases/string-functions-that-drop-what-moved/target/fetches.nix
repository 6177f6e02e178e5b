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
}
