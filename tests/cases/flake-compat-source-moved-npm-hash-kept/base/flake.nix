{
  inputs.godwit.url = "github:godwit/godwit";
  inputs.godwit.flake = false;
  outputs = _: { };
}
