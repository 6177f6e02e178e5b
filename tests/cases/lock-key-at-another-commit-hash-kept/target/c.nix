{ craneLib }:
craneLib.vendorCargoDeps {
  src = ./.;
  outputHashes = {
    "git+https://git.example.org/w?branch=main#da4b9237bacccdf19c0760cab7aec4a8359010b0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
