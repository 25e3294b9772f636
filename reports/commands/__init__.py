"""The subcommands of the command line, a file each; imported only when they are called."""
