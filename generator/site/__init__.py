"""Programme in, pages out: the stencil, the pages, and one version swapped in at a time."""
