using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Visits.ConnectionTests;

/// <param name="TestId">The way into this test, and a secret for that reason.</param>
/// <param name="EndsAt">When the relay closes it.</param>
[HttpContract]
internal sealed record ConnectionTest(string TestId, IReadOnlyList<IceServer> IceServers, DateTimeOffset EndsAt);

/// <param name="Sources">Which of the offer's m-lines sends what.</param>
[HttpContract]
internal sealed record ConnectionTestOffer([property: LongText(60_000)] string Sdp, IReadOnlyList<MidSource> Sources);

/// <param name="Tracks">Which m-line brings what from the other side.</param>
[HttpContract]
internal sealed record ConnectionTestAnswer(string Sdp, IReadOnlyList<ConnectionTestTrack> Tracks);

[HttpContract]
internal sealed record ConnectionTestTrack(string Mid, MediaSource Source);
