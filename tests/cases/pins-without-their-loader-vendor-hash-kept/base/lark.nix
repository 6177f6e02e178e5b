{ buildGoModule, sources }: buildGoModule { pname = "lark"; version = "1"; src = sources.lark; vendorHash = "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM="; }
