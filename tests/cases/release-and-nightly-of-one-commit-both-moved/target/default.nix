{ fetchFromGitHub }:
{
  release = fetchFromGitHub {
    owner = "o";
    repo = "w";
    tag = "1.1.0";
    hash = "sha256-vjEDef+6/SqvZ6TCY9yhw3TrxzfFYqJ7Tm8GdKg+fV4=";
  };
  nightly = fetchFromGitHub {
    owner = "o";
    repo = "w";
    rev = "aff024fe4ab0fece4091de044c58c9ae4233383a";
    hash = "sha256-vjEDef+6/SqvZ6TCY9yhw3TrxzfFYqJ7Tm8GdKg+fV4=";
  };
}
