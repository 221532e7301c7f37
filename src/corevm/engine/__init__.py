"""Images, runtimes, contexts: what the embedder's API is made of (level: host)."""
