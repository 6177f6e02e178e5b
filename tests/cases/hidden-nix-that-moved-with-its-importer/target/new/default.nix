import ./tool.txt
