{ vscode-utils }:

let
  mktplcRef = {
    publisher = "example";
    name = "ledger";
    version = "1.8.2";
    hash = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
  };
in
vscode-utils.buildVscodeMarketplaceExtension {
  inherit mktplcRef;
  meta.description = "Rows and columns";
}
