"""What all commands share: options, output, completion, streams, messages, exit statuses."""
