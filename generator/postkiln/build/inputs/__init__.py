"""What a call takes: the arguments of a request whose texts were placed.

`parameters` comes last; `seen` is what the calls behind saved answers gave, `text_shapes` the
types of texts, and `context` what any request is read against.
"""
