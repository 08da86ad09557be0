"""What can be typed: a folder for a question, a module for every other command."""
