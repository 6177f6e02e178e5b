{
  one = {
    url = "https://files.example.org/quern-1.1-x64.tgz";
    hash = "sha256-fclvd2yEI+V6J4VImj+cQ/tudWh21q2anKxKpOcuwZM=";
  };
  two = {
    url = "https://files.example.org/quern-1.1-arm64.tgz";
    hash = "sha256-fclvd2yEI+V6J4VImj+cQ/tudWh21q2anKxKpOcuwZM=";
  };
}
