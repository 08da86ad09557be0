"""Import of the Statistical Review of BP, since 2023 of the Energy Institute."""
