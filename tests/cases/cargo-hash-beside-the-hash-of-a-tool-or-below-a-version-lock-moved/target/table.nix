{
  "1.4.0" = {
    cargoHash = "sha256-EX96ZyS50vYXxsGdbM3e9oJXwbOvJfY2MYBTuVKLrLU=";
  };
}
