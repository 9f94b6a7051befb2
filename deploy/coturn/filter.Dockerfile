# Keeps relay-only.nft loaded on the machine for as long as it runs.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends nftables && rm -rf /var/lib/apt/lists/*
COPY relay-only.nft /relay-only.nft
CMD ["sh", "-c", "nft -f /relay-only.nft && exec sleep infinity"]
