using System.Diagnostics.Metrics;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What browsers are given on the way into a room, under the meter <c>Telehealth.Consults</c>.</summary>
internal sealed class ConsultMetrics
{
    private readonly Counter<long> _turnCredentials;

    public ConsultMetrics(IMeterFactory factory) =>
        _turnCredentials = factory.Create("Telehealth.Consults").CreateCounter<long>(
            "telehealth.consults.turn_credentials", "{credential}", "Credentials for the TURN servers that were told to browsers.");

    public void TurnCredentialTold() => _turnCredentials.Add(1);
}
