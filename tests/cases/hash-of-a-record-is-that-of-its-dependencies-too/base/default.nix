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
      version = "1.4";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
      vendorHash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  }
