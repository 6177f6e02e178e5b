{ craneLib }:
craneLib.vendorCargoDeps {
  src = ./.;
  outputHashes = {
    "git+https://git.example.org/w?branch=main#356a192b7913b04c54574d18c28d46e6395428ab" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
