"""The exit statuses of the program and what each of them means."""

OK = 0
FOUND = 1
ERROR = 2
INVALID = 3
INTERRUPTED = 130
BROKEN_PIPE = 141
TERMINATED = 143

#: The meaning of each status, as shown in the help and in the README.
STATUS_MEANINGS = {
    OK: "fine",
    FOUND: "what you asked to be checked for was found (report --fail-over, import --check)",
    ERROR: "usage, failure, internal error",
    INVALID: "the dataset is invalid: every defect on stderr",
    INTERRUPTED: "interrupted",
    BROKEN_PIPE: "the reader closed the pipe",
    TERMINATED: "terminated; a file of -o is as it was",
}
