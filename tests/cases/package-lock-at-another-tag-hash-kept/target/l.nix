{ fetchurl }:

fetchurl {
  url = "https://raw.githubusercontent.com/acme/tool/v2.12.0/package-lock.json";
  hash = "sha256-DAMFhpRf5QS2BOzC6HXDjt5ADNXNc9qXMDAhYuawLG8=";
}
