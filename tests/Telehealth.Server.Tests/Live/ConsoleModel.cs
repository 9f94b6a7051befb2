using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Access;
using Telehealth.Testing.Hubs;

namespace Telehealth.Server.Tests.Live;

/// <summary>
/// What a console knows, by the rule that the protocol gives: first the changes, then
/// the snapshot, and of each row the highest version. The same rule as the page's own.
/// </summary>
internal sealed class ConsoleModel(Uri address, string token) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Rows<EmergencyRow> _emergencies = new(row => (row.Id, row.Version));
    private readonly Rows<UnitRow> _units = new(row => (row.Id, row.Version));
    private readonly Rows<AlarmRow> _alarms = new(row => (row.Id, row.Version));
    private readonly Dictionary<Guid, UnitFix> _fixes = [];
    private DispatchMode? _mode;
    private bool _modeTold;
    private HubClient? _hub;

    public bool IsConnected => _hub?.Connection.State == HubConnectionState.Connected;

    public bool IsOn(Uri node) => address == node;

    public async Task Connect()
    {
        await Kill();
        _hub = HubClient.To(new Uri($"ws://{address.Authority}/hub/dispatch"), token);
        _hub.Connection.On<BoardChange>("BoardChanged", change => Take(() =>
        {
            _emergencies.Put(change.Emergencies);
            _units.Put(change.Units);
            _alarms.Put(change.Alarms);
        }));
        _hub.Connection.On<IReadOnlyList<UnitFix>>("UnitsMoved", fixes => Take(() => Move(fixes)));
        _hub.Connection.On<DispatchMode>("ModeChanged", mode => Take(() => (_mode, _modeTold) = (mode, true)));
        Take(() =>
        {
            _emergencies.ExpectSnapshot();
            _units.ExpectSnapshot();
            _alarms.ExpectSnapshot();
            _modeTold = false;
        });
        await _hub.Start();
        var board = await Ask<Board>("WatchBoard");
        Take(() =>
        {
            _emergencies.Replace(board.Emergencies);
            _units.Replace(board.Units);
            _alarms.Replace(board.Alarms);
            Move(board.Fixes);
            _mode = _modeTold ? _mode : board.Mode;
        });
    }

    public Task<T> Ask<T>(string method, params object?[] arguments) => _hub!.Ask<T>(method, arguments);

    /// <summary>Gives an order and puts the row that answers it on the screen, as the page does.</summary>
    public async Task Order(string method, object order)
    {
        var row = await Ask<EmergencyRow>(method, order);
        Take(() => _emergencies.Put([row]));
    }

    public async Task Kill()
    {
        if (_hub is { } hub)
            await hub.DisposeAsync();
        _hub = null;
    }

    /// <summary>Every field of what the screen shows, a line a row.</summary>
    public IReadOnlyList<string> Shown()
    {
        lock (_lock)
        {
            return Lines(
                _emergencies.All, _units.All.Where(unit => unit.Status != UnitStatus.OffShift),
                _alarms.All.Where(alarm => alarm is { AcknowledgedAt: null, ClearedAt: null }), _fixes.Values, _mode);
        }
    }

    public IReadOnlyList<EmergencyRow> Open()
    {
        lock (_lock)
        {
            return [.. _emergencies.All.Where(row => row.EndedAt is null)];
        }
    }

    public IReadOnlyList<AlarmRow> Pending()
    {
        lock (_lock)
        {
            return [.. _alarms.All.Where(alarm => alarm is { AcknowledgedAt: null, ClearedAt: null })];
        }
    }

    /// <summary>A unit of which nothing is heard; null when there is none.</summary>
    public UnitRow? Silent()
    {
        lock (_lock)
        {
            return _units.All.FirstOrDefault(unit => unit.Silence is { EndedAt: null });
        }
    }

    /// <summary>The same of a board that was read just now.</summary>
    public static IReadOnlyList<string> Lines(Board board) => Lines(board.Emergencies, board.Units, board.Alarms, board.Fixes, board.Mode);

    public async ValueTask DisposeAsync() => await Kill();

    private static List<string> Lines(
        IEnumerable<EmergencyRow> emergencies, IEnumerable<UnitRow> units, IEnumerable<AlarmRow> alarms, IEnumerable<UnitFix> fixes,
        DispatchMode? mode)
    {
        var present = units.ToList();
        var onShift = present.Select(unit => unit.Id).ToHashSet();
        return
        [
            .. emergencies.Select(row => Line("emergency", row)).Order(StringComparer.Ordinal),
            .. present.Select(unit => Line("unit", unit)).Order(StringComparer.Ordinal),
            .. alarms.Select(alarm => Line("alarm", alarm)).Order(StringComparer.Ordinal),
            .. fixes.Where(fix => onShift.Contains(fix.UnitId)).Select(fix => Line("fix", fix)).Order(StringComparer.Ordinal),
            $"mode {mode?.Overload} {mode?.Waiting} {mode?.Free}",
        ];
    }

    private static string Line<T>(string kind, T row) => $"{kind} {JsonSerializer.Serialize(row, AccessHost.Json)}";

    private void Move(IEnumerable<UnitFix> fixes)
    {
        foreach (var fix in fixes)
        {
            if (!_fixes.TryGetValue(fix.UnitId, out var known) || known.At <= fix.At)
                _fixes[fix.UnitId] = fix;
        }
    }

    private void Take(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    private sealed class Rows<T>(Func<T, (Guid Id, long Version)> key)
    {
        private readonly HashSet<Guid> _told = [];
        private Dictionary<Guid, T> _rows = [];

        public IEnumerable<T> All => _rows.Values;

        public void ExpectSnapshot() => _told.Clear();

        public void Replace(IEnumerable<T> snapshot)
        {
            var known = _rows;
            _rows = snapshot.ToDictionary(row => key(row).Id, row => Newer(known, row));
            foreach (var (id, row) in known.Where(entry => _told.Contains(entry.Key)))
                _rows.TryAdd(id, row);
        }

        public void Put(IEnumerable<T> rows)
        {
            foreach (var row in rows)
            {
                _told.Add(key(row).Id);
                _rows[key(row).Id] = Newer(_rows, row);
            }
        }

        private T Newer(Dictionary<Guid, T> known, T row) =>
            known.TryGetValue(key(row).Id, out var present) && key(present).Version >= key(row).Version ? present : row;
    }
}
