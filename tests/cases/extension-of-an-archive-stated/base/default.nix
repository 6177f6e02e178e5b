{ fetchzip }:
fetchzip { url = "https://example.org/x-1.2.0.zip"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }
