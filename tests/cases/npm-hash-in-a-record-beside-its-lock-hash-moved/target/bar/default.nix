{
  npmDepsHash = "sha256-D3IIuOrUYxVLGJnLxEonUDVg6HNH8ewMbMIrCrXui8k=";
}
