"""One request of the collection -> its template: address, headers, body, auth."""
