// socket.io by its own protocol, on WebSockets alone; with the port of a Redis as second argument by its adapter for several nodes.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });

if (process.argv[3]) {
  const publisher = createClient({ url: `redis://127.0.0.1:${process.argv[3]}` });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("join", (room) => socket.join(room));
  socket.on("broadcast", (text) => io.emit("message", text));
  socket.on("room", (room, text) => io.to(room).emit("message", text));
  socket.on("call", (text, answer) => answer(text));
});
http.listen(Number(process.argv[2]), "127.0.0.1");
