"""The guided lessons: handing them out and, later, questions, checks and progress."""
