using System.Globalization;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>
/// A patient in a consult of their own with a long chat opens a connection
/// after the other, asks each for all of it again and again, and reads nothing.
/// </summary>
internal sealed class NeverReading(ServerUnderTest server, People people) : IAttack
{
    private const int AtOnce = 40;

    private readonly List<SilentSocket> _sockets = [];
    private string _token = "";
    private Guid _consult;

    public string Name => "sockets that never read";

    public async Task Prepare(CancellationToken ct)
    {
        _token = await people.SignUp("never-reads", "patient", ct);
        await using var patient = HubClient.To(server.Hub("/hub/consult"), _token);
        await using var clinician = HubClient.To(server.Hub("/hub/consult"), await people.SignUp("admits-anybody", "clinician", ct));
        await patient.Start(ct);
        await clinician.Start(ct);
        _consult = (await patient.Ask<Card>("Ask", [new { commandId = Guid.NewGuid(), reason = "nothing" }], ct)).Id;
        await clinician.Ask<Card>("Admit", [new { commandId = Guid.NewGuid(), consultId = _consult }], ct);
        await patient.Ask<object>("Enter", [_consult, 0], ct);
        await clinician.Ask<object>("Enter", [_consult, 0], ct);
        for (var line = 0; line < 60; line++)
            await patient.Ask<object>("Say", [new { commandId = Guid.NewGuid(), consultId = _consult, text = new string('x', 1_000) }], ct);
    }

    public async Task Run(CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await tick.WaitForNextTickAsync(stop))
            {
                var socket = new SilentSocket();
                _sockets.Add(socket);
                if (socket.Open(server.Hub("/hub/consult"), _token))
                {
                    for (var call = 0;
                        call < 40 && socket.Call(call, "Enter", string.Create(CultureInfo.InvariantCulture, $"[\"{_consult}\",0]"));
                        call++) { }
                }

                if (_sockets.Count <= AtOnce)
                    continue;
                _sockets[0].Dispose();
                _sockets.RemoveAt(0);
            }
        }
        finally
        {
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
        }
    }

    private sealed record Card(Guid Id);
}
