using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Telehealth.Domain.Geo;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Nearest;

/// <summary>Redis with its geographic set, over a socket file, many commands in one write: the way in which it is fastest.</summary>
internal sealed class RedisPeer : IDisposable
{
    public const int Pipelined = 500;

    private readonly DirectoryInfo _folder = Peer.NewFolder();
    private readonly Peer _server;
    private readonly Socket _socket;
    private readonly byte[] _received = new byte[1 << 16];

    public RedisPeer()
    {
        var path = Path.Combine(_folder.FullName, "redis.sock");
        _server = Peer.Start(
            "redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", _folder.FullName);
        _socket = Peer.Patiently(() =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        });
    }

    public double MemoryMib()
    {
        var info = Ask("INFO", "memory");
        var line = info.Split("\r\n").Single(text => text.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture) / 1048576.0;
    }

    /// <summary>Commands a second of the server's CPU time.</summary>
    public double Run(IReadOnlyList<byte[]> batches, int commands)
    {
        var before = CpuTime.OfProcess(_server.ProcessId);
        foreach (var batch in batches)
        {
            _socket.Send(batch);
            ReadReplies(CommandsIn(batch));
        }

        return commands / (CpuTime.OfProcess(_server.ProcessId) - before).TotalSeconds;
    }

    public static List<byte[]> Moves(IEnumerable<(int Unit, GeoPoint Place)> moves) =>
        Batches(
            moves.Select(move => Command("GEOADD", "units", Degrees(move.Place.Longitude), Degrees(move.Place.Latitude), $"u{move.Unit}")));

    public static List<byte[]> Searches(IEnumerable<GeoPoint> points) =>
        Batches(
            points.Select(point =>
                Command(
                    "GEOSEARCH", "units", "FROMLONLAT", Degrees(point.Longitude), Degrees(point.Latitude),
                    "BYRADIUS", "10", "km", "ASC", "COUNT", "5")));

    public void Dispose()
    {
        _socket.Dispose();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static List<byte[]> Batches(IEnumerable<string> commands) =>
        [.. commands.Chunk(Pipelined).Select(chunk => Encoding.ASCII.GetBytes(string.Concat(chunk)))];

    private static string Command(params string[] words) =>
        string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n")
        + string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"));

    private static string Degrees(double degrees) => degrees.ToString("F7", CultureInfo.InvariantCulture);

    private static int CommandsIn(byte[] batch) => batch.AsSpan().Count((byte)'*');

    /// <summary>
    /// Counts the answers as they come without looking into them: an answer is a number (:), or a list (*) of as many texts ($) as it says.
    /// </summary>
    private void ReadReplies(int count)
    {
        var textsToCome = 0;
        var (lineStart, kind, number) = (true, (byte)0, 0);
        while (count > 0 || textsToCome > 0)
        {
            var length = _socket.Receive(_received);
            foreach (var symbol in _received.AsSpan(0, length))
            {
                if (lineStart)
                    (lineStart, kind, number) = (false, symbol, 0);
                else if (symbol is >= (byte)'0' and <= (byte)'9')
                    number = number * 10 + symbol - '0';
                if (symbol != '\n')
                    continue;
                lineStart = true;
                if (kind == '-')
                    throw new InvalidOperationException("Redis refused a command.");
                if (kind is (byte)':' or (byte)'*')
                    count--;
                if (kind == '*')
                    textsToCome += number;

                // A text has a line with its length and one with itself; names of units begin with u.
                if (kind == 'u')
                    textsToCome--;
            }
        }
    }

    private string Ask(params string[] words)
    {
        _socket.Send(Encoding.ASCII.GetBytes(Command(words)));
        var text = new StringBuilder();
        do
        {
            text.Append(Encoding.ASCII.GetString(_received, 0, _socket.Receive(_received)));
        }
        while (_socket.Available > 0);
        return text.ToString();
    }
}
