{ fetchzip }:
fetchzip {
  url = " https://dl.example.org/dl/?f=digital_7";
  hash = "sha256-gufM+ofcUvCnc7vjBH3lA7IvcEBCd9xetZwFy3H0SHY=";
  extension = "zip";
}
