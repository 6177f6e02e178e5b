{
  npmDepsHash = "sha256-jYYohhF6RaZhc5Wz2pUjewuPq3bZeimvl4QM5sA5pHE=";
}
