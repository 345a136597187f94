"""What the words want: one file a family of kinds, in the order of the tuple."""
