{ fetchTool }:
{
  new = fetchTool { name = "wren"; version = "1.56.0"; sha256 = "06f8faea3b5f697691b6d063a07ba4ffaf1ece9a1d473c588565231cdc8e59cc"; };
}
