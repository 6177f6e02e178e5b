{ mkApp }: mkApp { pname = "a"; version = "1.0"; rev = "0123456789abcdef0123456789abcdef01234567"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
