{ vscode-utils }:
let
  extensions = version: vscode-utils.extensionsFromVscodeMarketplace [
    { name = "one"; publisher = "p"; inherit version; sha256 = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
    { name = "two"; publisher = "p"; inherit version; sha256 = "sha256-GiCcRZ7ouy1PLLJMP2SIvi8Ra2vXLUDZjQrQAIU/xHw="; }
    { name = "three"; publisher = "p"; version = "3.0.0"; sha256 = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; }
  ];
in
extensions "1.1.0"
