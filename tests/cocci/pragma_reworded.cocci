@@
pragmainfo p;
@@
- #pragma omp p
+ #pragma acc p
