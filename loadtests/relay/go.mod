module relayload
