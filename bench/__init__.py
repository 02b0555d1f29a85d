"""The benchmark behind `make bench`: how fast glassgrad trains, beside its peers on the same machine. It measures; it never passes or fails."""
