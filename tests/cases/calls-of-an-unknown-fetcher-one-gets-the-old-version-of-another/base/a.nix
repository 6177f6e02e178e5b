{ fetchTool }:
{
  wren-1_56_0 = fetchTool { name = "wren"; version = "1.56.0"; sha256 = "8f05bab85d11236211cddd299ab2ae1e441d072a8b848be331682baab8afd698"; };
  lark-1_57_0 = fetchTool { name = "lark"; version = "1.57.0"; sha256 = "e7da7aaa3e0ad9933e356186697268f321bf5c2138f5fea5dfe174f389ec4ea6"; };
}
