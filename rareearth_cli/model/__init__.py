"""The domain model: vocabulary, quantities, units, dates, places and records, without input or output."""
