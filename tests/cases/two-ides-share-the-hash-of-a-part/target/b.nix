{ mkSource }:

{
  src = mkSource {
    version = "2025.3.3";
    ideaHash = "sha256-dl27jDilil3AGdezEz3/slHWQ8spEyitjobU8FZV5os=";
    jpsHash = "sha256-YrB/d0h9wTT3KhyYg+yGNlFQfcAYZdU2ZE6rGlp6C5Q=";
  };
}
