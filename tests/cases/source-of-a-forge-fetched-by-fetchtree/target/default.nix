{ fetchurl, fetchzip, fetchgit, fetchFromGitHub }:
{ a = builtins.fetchTree { type = "github"; owner = "o"; repo = "r"; rev = "84846c83529117f77ea9d337f32cff232f422666"; narHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }; z = fetchzip { url = "https://a.dev/z-1.2.0.zip"; hash = "sha256-WU5RmuSZMSspQzt92Kl/8Gje/LqXVbbV0A6ExSTWewY="; }; }
