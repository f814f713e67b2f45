"""What every face can do, in typed requests and results."""
