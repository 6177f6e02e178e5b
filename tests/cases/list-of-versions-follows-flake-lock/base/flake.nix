{
  inputs.quern.url = "github:corp/quern";
  outputs = inputs: { };
}
