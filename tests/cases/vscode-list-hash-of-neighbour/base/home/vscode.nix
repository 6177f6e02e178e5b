{ pkgs, ... }:
{
  programs.vscode = {
    enable = true;
    profiles.default.extensions = with pkgs.vscode-extensions; [ bbenoist.nix ]
      ++ pkgs.vscode-utils.extensionsFromVscodeMarketplace [
        { name = "remote-ssh-edit"; publisher = "ms-vscode-remote"; version = "0.47.2"; sha256 = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
        { name = "gleam"; publisher = "gleam"; version = "2.3.0"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }
      ]
      ++ [
        (pkgs.vscode-utils.buildVscodeMarketplaceExtension {
          mktplcRef = { name = "zig"; publisher = "ziglang"; version = "0.5.1"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
          meta.license = "mit";
        })
      ];
  };
}
