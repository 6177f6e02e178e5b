{
  inputs.godwit.url = "https://files.example.org/godwit/godwit-2.1.0.tar.gz";
  inputs.godwit.flake = false;
  outputs = _: { };
}
