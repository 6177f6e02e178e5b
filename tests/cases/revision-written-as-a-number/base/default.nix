{ fetchsvn }: fetchsvn { url = "https://svn.a.dev/x/trunk"; rev = "1204"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
