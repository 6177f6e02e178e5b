package main

import _ "example.org/feather"
