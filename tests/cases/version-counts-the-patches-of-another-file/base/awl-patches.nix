p: [
  (p "001" "sha256-9kVR/NbweCPLh5cc+5FEZCXaGChrOrHvk14MvXpp9oo=")
  (p "002" "sha256-OUbKZP942TymEJCkN8u2s9LKDUiPX5zPMFlgg2iydpM=")
]
