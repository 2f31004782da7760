@@
expression E;
@@
- loop();
  while (E) {
    ... when != stop();
  }
