{
  branch ? "stable",
  callPackage,
  fetchurl,
  lib,
  stdenv,
}:
let
  versions =
    if stdenv.hostPlatform.isLinux then
      {
        stable = "0.0.93";
        ptb = "0.0.143";
        canary = "0.0.680";
      }
    else
      {
        stable = "0.0.344";
        ptb = "0.0.173";
        canary = "0.0.785";
      };
  version = versions.${branch};
  srcs = rec {
    x86_64-linux = {
      stable = fetchurl {
        url = "https://stable.dl2.discordapp.net/apps/linux/${version}/discord-${version}.tar.gz";
        hash = "sha256-x7aKw382RHPpIpNnCOf0PCk90HspUXFWbAf/X+Ak+rk=";
      };
      ptb = fetchurl {
        url = "https://ptb.dl2.discordapp.net/apps/linux/${version}/discord-ptb-${version}.tar.gz";
        hash = "sha256-CnqsrptD+TRJgYVWbSqGXvk9T0xEiMYNCF9bJoyUmCU=";
      };
      canary = fetchurl {
        url = "https://canary.dl2.discordapp.net/apps/linux/${version}/discord-canary-${version}.tar.gz";
        hash = "sha256-7wezWVcK3TGSmlQi1ACxbHyE41ZEyy6EsULwcQlz4qg=";
      };
    };
    x86_64-darwin = {
      stable = fetchurl {
        url = "https://stable.dl2.discordapp.net/apps/osx/${version}/Discord.dmg";
        hash = "sha256-+cevfry/CYufXzc2HRsWi7LluY2TDO7w8FU3eoyU22E=";
      };
      ptb = fetchurl {
        url = "https://ptb.dl2.discordapp.net/apps/osx/${version}/DiscordPTB.dmg";
        hash = "sha256-qdxgL52CvGcgsrS7AW7crPfaSytFOkZrdC2nQ/PLoV0=";
      };
      canary = fetchurl {
        url = "https://canary.dl2.discordapp.net/apps/osx/${version}/DiscordCanary.dmg";
        hash = "sha256-q+zfNQNjXAvp7KYc3fWyXH+DgNWq59c9D2Lpo4yHtw0=";
      };
    };
    aarch64-darwin = x86_64-darwin;
  };
  src =
    srcs.${stdenv.hostPlatform.system}.${branch}
      or (throw "${stdenv.hostPlatform.system} not supported on ${branch}");
  package = if stdenv.hostPlatform.isLinux then ./linux.nix else ./darwin.nix;
in
callPackage package { inherit src version branch; pname = "discord"; }
