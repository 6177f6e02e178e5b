{ outputs = { self, clj }: { packages.x86_64-linux.default = clj.lib.mkApp { modules = [ { projectSrc = ./.; name = "me/t"; main-ns = "t.core"; lockfile = ./deps-lock.json; } ]; }; }; }
