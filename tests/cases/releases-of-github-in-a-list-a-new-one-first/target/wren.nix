{ mkGitHubBinary }:
mkGitHubBinary { file = ./releases.json; }
