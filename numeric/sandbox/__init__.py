"""Runs untrusted Python in a jail of its own: a fork from a clean process, with limits, Landlock and seccomp."""
