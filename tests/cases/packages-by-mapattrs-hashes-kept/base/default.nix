{ pkgs }:

builtins.mapAttrs
  (
    name:
    {
      version,
      hash,
      vendorHash,
    }:
    pkgs.buildGoModule {
      pname = name;
      inherit version vendorHash;

      src = pkgs.fetchFromGitHub {
        owner = "orrery";
        repo = name;
        tag = "v${version}";
        inherit hash;
      };
    }
  )
  {
    ephemeris = {
      version = "1.1.0";
      hash = "sha256-LXOxjI6lEAxqj2BsCxxxogWymZFZg2iRvhixSiVi5oQ=";
      vendorHash = "sha256-fbNZMW9bo7ITMVqNg0MG8mteUifWLAifmSPzfvLzOR4=";
    };
    gnomon = {
      version = "0.6.0";
      hash = "sha256-MKGAfI5/FH1zga0reU+PEvNjEQg6G4LxFxarfMY7g88=";
      vendorHash = "sha256-XXI4fAJSUfvudy8vNsmNxaHlftc2dWoV3rJ29FBHPvk=";
    };
  }
