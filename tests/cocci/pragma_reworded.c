#pragma omp parallel for private(a, b)	/* all of them */
int x;
