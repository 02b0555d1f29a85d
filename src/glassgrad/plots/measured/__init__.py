"""What is measured of a run, as plain numbers: one page beside each picture, which shows them and computes nothing."""
