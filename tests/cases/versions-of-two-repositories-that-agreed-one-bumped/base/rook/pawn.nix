{ fetchFromGitHub }:

{
  version = "2018-08-20";
  src = fetchFromGitHub {
    owner = "example";
    repo = "pawn";
    rev = "c3f6108e5d2b97a4410f8be6d29c75a1e3b0f846";
    hash = "sha256-q7WmT2vYxN0dKfJrL5hPzB8sGcE4aUiOoXnVbQwRtYk=";
  };
}
