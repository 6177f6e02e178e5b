{
  inputs.stable.url = "github:example/tree/stable";
  inputs.unstable.url = "github:example/tree/unstable";
  outputs = _: { };
}
