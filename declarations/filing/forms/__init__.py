"""Browser forms of the declaring side: what was typed becomes answers, or every fault at its field."""
