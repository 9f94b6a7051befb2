namespace Telehealth.Server.Platform.Telemetry;

/// <summary>How many rows of its own a capability has, of all organisations together, by a label of few values.</summary>
/// <param name="Meter">The capability's.</param>
/// <param name="Label">The name of the label.</param>
/// <param name="Values">Every value that the label may have: each is told, with 0 where there is no row, and no other ever is.</param>
/// <param name="Sql">Rows of <c>label</c> (text) and <c>count</c>. It is asked every 15 seconds, so an index answers it.</param>
internal sealed record RowCount(
    string Meter, string Instrument, string Unit, string Description, string Label, IReadOnlyList<string> Values, string Sql);
