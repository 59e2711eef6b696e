"""One file a group of commands of `xiaohu`."""
