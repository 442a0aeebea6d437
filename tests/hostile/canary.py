"""The canary: what every secret begins with, so that it can be recognised in whatever a student gets to read."""

CANARY = "canary-5f1c"
