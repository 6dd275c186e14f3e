"""An operation and arguments -> the request that is sent."""
