{ lib, buildGoModule, fetchFromGitHub }:
lib.mapAttrs
  (
    name: package:
    buildGoModule {
      pname = name;
      inherit (package) version vendorHash;
      src = fetchFromGitHub {
        owner = "example";
        repo = name;
        tag = "v${package.version}";
        inherit (package) hash;
      };
    }
  )
  {
    lumis = {
      version = "1.5";
      hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
      vendorHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  }
