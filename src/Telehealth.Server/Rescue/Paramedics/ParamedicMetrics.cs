using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>How crews answer and what they send, under the meter <c>Telehealth.Paramedics</c>. Tags hold codes only.</summary>
internal sealed class ParamedicMetrics
{
    private readonly Histogram<double> _timeToAccept;
    private readonly Counter<long> _pictures;

    public ParamedicMetrics(IMeterFactory factory)
    {
        var meter = factory.Create("Telehealth.Paramedics");
        _timeToAccept = meter.CreateHistogram<double>(
            "telehealth.paramedics.time_to_accept", "s", "From an offer to the crew's acceptance, by the server's clock.");
        _pictures = meter.CreateCounter<long>(
            "telehealth.paramedics.pictures", "{picture}", "Pictures that crews sent, by outcome: ok, or the code of the refusal.");
    }

    public void Accepted(TimeSpan after) => _timeToAccept.Record(after.TotalSeconds);

    public void Picture(string outcome) => _pictures.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
