{
  inputs.lathe = {
    url = "github:acme/lathe";
    flake = false;
  };
  outputs = inputs: { };
}
