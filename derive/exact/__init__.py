"""The exact arithmetic below every verdict: normal forms, the zero test and certified intervals."""
