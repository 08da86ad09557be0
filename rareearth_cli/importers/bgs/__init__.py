"""Import of World Mineral Statistics of the British Geological Survey."""
