"""What readers say of answers: kept on this machine, exportable as candidates for the test set."""
