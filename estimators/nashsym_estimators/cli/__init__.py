"""What `nashsym estimate` and `nashsym train` take and print; nothing heavy loads before it is needed."""
