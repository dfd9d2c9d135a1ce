"""Independent answers to compare with: nothing here imports what is tested."""
