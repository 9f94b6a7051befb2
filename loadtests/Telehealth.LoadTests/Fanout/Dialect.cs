using System.Globalization;

namespace Telehealth.LoadTests.Fanout;

/// <summary>How a kind of server is spoken to, in texts; <c>{0}</c> is where the message stands.</summary>
/// <param name="Path">Where its WebSocket is.</param>
/// <param name="Greetings">What is sent after the upgrade, and what must have come before the next one is.</param>
/// <param name="Join">By the room's two digits.</param>
/// <param name="Room">A message to all in a room.</param>
/// <param name="Broadcast">A message to all.</param>
/// <param name="Call">A message that is answered with itself.</param>
/// <param name="KeepAlive">What must be sent every few seconds; null for a server that asks for nothing.</param>
internal sealed record Dialect(
    string Path, IReadOnlyList<(string? Send, string Expect)> Greetings, Func<string, string> Join, Func<string, string> Room,
    string Broadcast, string Call, string? KeepAlive)
{
    private const char End = '\u001e';

    /// <summary>The hub protocol of SignalR, in JSON.</summary>
    public static Dialect Hub { get; } = new(
        "/hub/load", [($$"""{"protocol":"json","version":1}{{End}}""", $$"""{}{{End}}""")],
        room => Invoke("Join", room), room => Invoke("Room", room, "{0}"), Invoke("Broadcast", "{0}"),
        $$"""{"type":1,"invocationId":"7","target":"Call","arguments":["{0}"]}{{End}}""", $$"""{"type":6}{{End}}""");

    /// <summary>Engine.IO 4 with Socket.IO 5 above it.</summary>
    public static Dialect SocketIo { get; } = new(
        "/socket.io/?EIO=4&transport=websocket", [(null, "0{"), ("40", "40{")],
        room => $"""42["join","{room}"]""", room => $$"""42["room","{{room}}","{0}"]""", """42["broadcast","{0}"]""",
        """427["call","{0}"]""", "3");

    /// <summary>The bare text of <c>loadtests/fanout/ws.mjs</c> and <c>uws.mjs</c>.</summary>
    public static Dialect Plain { get; } = new("/", [], room => $"J{room}", room => $$"""R{{room}}{0}""", "B00{0}", "C00{0}", null);

    public static string RoomName(int room) => room.ToString("00", CultureInfo.InvariantCulture);

    private static string Invoke(string target, params string[] arguments) =>
        $$"""{"type":1,"target":"{{target}}","arguments":["{{string.Join("\",\"", arguments)}}"]}{{End}}""";
}
