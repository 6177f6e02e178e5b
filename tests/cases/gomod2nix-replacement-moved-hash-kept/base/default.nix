{ buildGoApplication }: buildGoApplication { pname = "x"; version = "1"; src = ./.; modules = ./gomod2nix.toml; }
