"""What is measured: each figure beside the bare thing, on the same machine in the same run."""
