"""The exit statuses, in one place."""

OK = 0
FOUND = 1
TROUBLE = 2
INVALID = 3
INTERRUPTED = 130
READER_GONE = 141
TERMINATED = 143

#: What each means, as the help says it and the README.
STATUSES = {
    OK: "fine",
    FOUND: "what you asked to be checked for was found (report --fail-over, import --check)",
    TROUBLE: "usage, failure, internal error",
    INVALID: "the dataset is invalid: every defect on stderr",
    INTERRUPTED: "interrupted",
    READER_GONE: "the reader closed the pipe",
    TERMINATED: "terminated; a file of -o is as it was",
}
