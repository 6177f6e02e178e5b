{ fetchTool }:
{
  wren-1_57_0 = fetchTool { name = "wren"; version = "1.57.0"; sha256 = "f2074142377e953916bb195fb45679f0b5862fcbe069922d0afaa23b4a41d3c2"; };
  lark-1_58_0 = fetchTool { name = "lark"; version = "1.58.0"; sha256 = "5e430319a8cfc3b0d3953e445a7da0fa0bd02160c7bdab652f32a9287d37a256"; };
}
