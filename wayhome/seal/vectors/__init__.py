"""Published test vectors: what any other implementation of the seal has to agree with. `make.py` writes them."""
