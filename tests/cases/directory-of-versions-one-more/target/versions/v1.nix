{ version = "1.2.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; vendorHash = "sha256-J6JrymJbIjlxkJ3Yj8k/rrBQ3Fs02RwIcWYXQNz7nRg="; }
