// The npm package ws. Of a message the first letter says what is to be done, two digits name the room, the rest is passed on.
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
const rooms = new Map();

server.on("connection", (socket) => {
  socket.on("message", (message) => {
    const room = message.toString("latin1", 1, 3);
    const text = message.subarray(3);
    switch (message[0]) {
      case 0x4a: // J
        if (!rooms.has(room)) rooms.set(room, new Set());
        rooms.get(room).add(socket);
        socket.on("close", () => rooms.get(room).delete(socket));
        break;
      case 0x42: // B
        for (const each of server.clients) each.send(text, { binary: false });
        break;
      case 0x52: // R
        for (const each of rooms.get(room)) each.send(text, { binary: false });
        break;
      case 0x43: // C
        socket.send(text, { binary: false });
        break;
    }
  });
});
