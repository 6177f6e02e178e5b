{
  inputs.quern = {
    url = "github:acme/quern";
    flake = false;
  };
  outputs = inputs: { };
}
