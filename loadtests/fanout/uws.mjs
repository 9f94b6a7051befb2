// Bun's server, whose sockets and topics are uWebSockets. Messages as for ws.
Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response("", { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    publishToSelf: true,
    open(socket) {
      socket.subscribe("all");
    },
    message(socket, message) {
      const room = message.slice(1, 3);
      const text = message.slice(3);
      switch (message[0]) {
        case "J":
          socket.subscribe(room);
          break;
        case "B":
          socket.publish("all", text);
          break;
        case "R":
          socket.publish(room, text);
          break;
        case "C":
          socket.send(text);
          break;
      }
    },
  },
});
