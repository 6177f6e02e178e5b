{
  lib,
  buildGoModule,
  craneLib,
  nix-filter,
  nix-gitignore,
  self,
}:

{
  linnet = buildGoModule {
    pname = "linnet";
    version = "0.1.0";
    src = nix-filter {
      root = ../.;
      include = [ "go.mod" ];
    };
    vendorHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  siskin = buildGoModule {
    pname = "siskin";
    version = "0.1.0";
    src = nix-gitignore.gitignoreSource [ ] ../.;
    vendorHash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  bunting = buildGoModule {
    pname = "bunting";
    version = "0.1.0";
    src = lib.cleanSourceWith {
      src = craneLib.path ../.;
      filter = path: type: true;
    };
    vendorHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
  dunnock = buildGoModule {
    pname = "dunnock";
    version = "0.1.0";
    src = "${self}/tools";
    vendorHash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
}
