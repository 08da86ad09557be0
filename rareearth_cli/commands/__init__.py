"""The commands of ``rareearth``: a folder for each command that answers a question, a module for each other one."""
