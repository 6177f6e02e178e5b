{ buildGoModule, fetchFromGitHub }:
buildGoModule rec { pname = "g"; version = "1.2.0"; src = fetchFromGitHub { owner = "o"; repo = "g"; rev = "v${version}"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }; modRoot = "cli"; vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA="; }
