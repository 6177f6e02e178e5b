{ buildMix, fetchHex }:
{
  file_system = buildMix rec {
    name = "file_system";
    version = "1.0.1";
    src = fetchHex { pkg = "file_system"; inherit version; sha256 = "sha256-ygHDG6RqxA9ssTenJY3HjfCUuEjlzQaUJLlmo7iZVHQ="; };
  };
}
