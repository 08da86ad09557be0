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
    OK: "success",
    FOUND: "found what was checked for (report --fail-over, import --check)",
    ERROR: "wrong usage, failure or internal error",
    INVALID: "the dataset is invalid; the problems are on stderr",
    INTERRUPTED: "interrupted",
    BROKEN_PIPE: "the reader closed the pipe",
    TERMINATED: "terminated; the file of -o is unchanged",
}
