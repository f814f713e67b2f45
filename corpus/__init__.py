"""What RuleBridge knows: provisions, the catalogue, the digest, embeddings and the store."""
