"""What all commands share: options, output, shell completion, streams, messages and exit statuses."""
