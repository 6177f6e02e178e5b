{ stdenv, fetchMod }:
stdenv.mkDerivation {
  pname = "pack";
  version = "5.4.2202";
  src = fetchMod {
    owner = "example";
    name = "Pack";
    version = "5.4.2202";
    hash = "sha256-26XwBWFiEZRIzaE7IkKm2SAXgp4kVH92wHY0ZHqJ+SI=";
  };
}
