"""A call -> requests and responses, over httpx2."""
