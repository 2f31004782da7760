@@
@@
- note();
  while (...) {
    ...
    stop()
    ... when any
  }
