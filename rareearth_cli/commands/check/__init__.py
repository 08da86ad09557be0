"""The ``check`` question: a claim, a sentence or an article, held against the record."""
