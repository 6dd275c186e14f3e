"""The endpoint model: what an API is. Data only: no Postman, no Python in it."""
