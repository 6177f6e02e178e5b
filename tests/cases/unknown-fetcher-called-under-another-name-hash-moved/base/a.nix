{ fetchTool }:
{
  old = fetchTool { name = "wren"; version = "1.56.0"; sha256 = "50e721e49c013f00c62cf59f2163542a9d8df02464efeb615d31051b0fddc326"; };
}
