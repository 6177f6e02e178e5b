{ buildMix, fetchHex }:
{
  file_system = buildMix rec {
    name = "file_system";
    version = "1.0.0";
    src = fetchHex { pkg = "file_system"; inherit version; sha256 = "sha256-G4+8kwAOEs2+f7PqNMRK8d/QpIwOmtjK27vH7NCAXZY="; };
  };
}
