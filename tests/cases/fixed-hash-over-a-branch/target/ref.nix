{ fetchgit }:

fetchgit {
  url = "https://git.example.org/tide-data.git";
  rev = "refs/heads/release";
  hash = "sha256-M6PxXK4FhZKV/YxVyneSas99VlJVo3mv1mRYE1ACr2M=";
}
