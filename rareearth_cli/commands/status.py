"""The exit statuses, in one place."""

OK = 0
FOUND = 1
TROUBLE = 2
INVALID = 3
INTERRUPTED = 130
READER_GONE = 141
