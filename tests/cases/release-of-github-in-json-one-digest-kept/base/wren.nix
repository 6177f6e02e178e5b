{ mkGitHubBinary }:
mkGitHubBinary { file = ./release.json; }
