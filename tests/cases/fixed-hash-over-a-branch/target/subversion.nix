{ fetchsvn }:

fetchsvn {
  url = "https://git.example.org/tide/trunk";
  hash = "sha256-NPJKWOwfC+eykWyptuvZ+LjJjfiRNNdknXEn3BC2Kvk=";
}
