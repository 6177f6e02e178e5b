{ buildGoModule, applyPatches, fetchFromGitHub }:
buildGoModule rec { pname = "x"; version = "1.2.0"; src = applyPatches { src = fetchFromGitHub { owner = "o"; repo = "x"; rev = "v${version}"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }; patches = [ ./go.patch ]; }; vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA="; }
