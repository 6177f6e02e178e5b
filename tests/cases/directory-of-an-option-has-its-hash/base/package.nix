{
  rustPlatform,
  withGui ? false,
}:
rustPlatform.buildRustPackage {
  pname = "tern";
  version = "0.1.0";
  src = if withGui then ./gui else ./tui;
  cargoHash = if withGui then "sha256-MMuhaTnYxqyNB1ttAIgknCGrkidD0gjvxj6Ku3IEwEo=" else "sha256-W0V5szNx3PuvlTscBaJc3VuK7z7UBtahRCdW5IpXA9I=";
}
