{ fetchPackwizModpack }:

fetchPackwizModpack {
  url = "https://git.example.org/whimbrel/pack/raw/tag/v2.3.0/pack.toml";
  packHash = "sha256-SGL0R/LH8nL6L0qvidrbOxrAkQW9WGT40aDJRSuwoiY=";
}
