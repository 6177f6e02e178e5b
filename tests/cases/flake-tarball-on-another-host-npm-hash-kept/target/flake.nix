{
  inputs.godwit.url = "https://mirror.example.net/godwit/godwit-2.1.0.tar.gz";
  inputs.godwit.flake = false;
  outputs = _: { };
}
