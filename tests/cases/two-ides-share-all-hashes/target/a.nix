{ mkSource }:

{
  src = mkSource {
    version = "2025.3.4";
    ideaHash = "sha256-JhONinV90dwJ32MBvEpH8KH394WnJa5yV0xoYhJ6IgE=";
    jpsHash = "sha256-YrB/d0h9wTT3KhyYg+yGNlFQfcAYZdU2ZE6rGlp6C5Q=";
  };
}
